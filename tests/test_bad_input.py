# SPDX-License-Identifier: Apache-2.0
"""Bad input as readers of the log meet it: each case of ``cases/*.txt`` is one real build.

A case file starts with what its cases share: a comment, and files for every
case that brings none of that name. Then, for each case::

    ==== What is wrong
    == index.rst
    ...
    == problems
    index.rst:7: warning: ... [os_apiref.undefined-parameter]
    == page contains
    data-name="id"

``problems`` is everything that the build prints; each line of ``page
contains`` stands somewhere in the page. ``== setting NAME`` sets one in
``conf.py``, with YAML as its value.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from sphinx.errors import ExtensionError

from conftest import Build, Built
from os_apiref.kinds import ProblemKind

CASES = Path(__file__).parent / "cases"
REGENERATE = "OS_APIREF_REGENERATE"


@dataclass
class Case:
    """One case; ``blocks`` are its parts by their headings, in order."""

    file: Path
    title: str
    shared: dict[str, str]
    blocks: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, str]:
        """The files of the project."""
        files = {name: text for name, text in self.blocks.items() if " " not in name}
        files.pop("problems", None)
        return self.shared | files

    @property
    def settings(self) -> dict[str, Any]:
        """What ``conf.py`` says."""
        return {
            name.removeprefix("setting "): yaml.safe_load(text)
            for name, text in self.blocks.items()
            if name.startswith("setting ")
        }

    def lines(self, name: str) -> list[str]:
        """Return the filled lines of a block."""
        return [line for line in self.blocks.get(name, "").splitlines() if line.strip()]


def read_cases(file: Path) -> list[Case]:
    """Return the cases of a file."""
    shared: dict[str, str] = {}
    blocks, name, cases = shared, "", []
    for line in file.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("==== "):
            cases.append(Case(file, line[5:].strip(), shared))
            blocks, name = cases[-1].blocks, ""
        elif line.startswith("== "):
            name = line[3:].strip()
            blocks[name] = ""
        elif name:
            blocks[name] += line
    return cases


ALL_CASES = [
    pytest.param(case, id=f"{file.stem}: {case.title}")
    for file in sorted(CASES.glob("*.txt"))
    for case in read_cases(file)
]


@pytest.mark.parametrize("case", ALL_CASES)
def test_case(case: Case, build: Build) -> None:
    built = build(case.files, **case.settings)
    if os.environ.get(REGENERATE):
        rewrite(case, built)
        return
    expected = case.lines("problems")
    if built.problems != expected:
        diff = "\n".join(difflib.unified_diff(expected, built.problems, "expected", "printed", n=9))
        pytest.fail(
            f"{case.file.name}, '{case.title}':\n{diff}\n"
            f"If this is what should be printed: {REGENERATE}=1 pytest {Path(__file__).name}",
            pytrace=False,
        )
    page = built.page()
    assert [text for text in case.lines("page contains") if text not in page] == []


def rewrite(case: Case, built: Built) -> None:
    """Write what was printed into the case's file."""
    blocks = case.blocks | {"problems": "".join(f"{line}\n" for line in built.problems)}
    old, new = (
        f"==== {case.title}\n" + "".join(f"== {name}\n{part}" for name, part in parts.items())
        for parts in (case.blocks, blocks)
    )
    text = case.file.read_text(encoding="utf-8")
    assert old in text
    ending = "\n" if old.endswith("\n\n") and not new.endswith("\n\n") else ""
    case.file.write_text(text.replace(old, new + ending), encoding="utf-8")


def test_every_kind_of_problem_that_a_build_tells_has_a_case() -> None:
    shown = "".join(line for file in CASES.glob("*.txt") for line in file.open(encoding="utf-8"))
    told = [kind.label for kind in ProblemKind if kind.plain]
    missing = [label for label in told if f"[os_apiref.{label}]" not in shown]
    missing.remove(ProblemKind.MARKUP.label)  # Sphinx and docutils print these themselves
    assert missing == []
    assert "[docutils]" in shown


INDEX = """\
Servers
=======

.. rest_method:: GET /servers/{id}

Normal response codes: 200

.. rest_parameters:: parameters.yaml

   - id: id
   - name: name
"""
NOTED = """\
name: {in: header, type: string, description: The name., requried: true}
id: {in: path, type: string, description: The id.}
"""
WARNED = """\
name: {in: haeder, type: string, description: The name.}
id: {in: path, type: string, description: The id.}
"""


def project(parameters: str | bytes) -> dict[str, str | bytes]:
    return {"index.rst": INDEX, "parameters.yaml": parameters}


def test_a_note_is_no_warning_until_the_project_asks(build: Build) -> None:
    built = build(project(NOTED), warningiserror=True)
    assert built.app.statuscode == 0
    assert built.warnings == ""
    assert "note: parameters.yaml:1:58: parameter 'name' has an unknown field" in built.status


def test_with_check_such_a_note_is_a_warning(build: Build) -> None:
    built = build(project(NOTED), warningiserror=True, os_apiref_check=True)
    assert built.app.statuscode == 1
    assert "note: " not in built.status
    assert "parameters.yaml:1:58: WARNING: parameter 'name' has an unknown field" in built.warnings


@pytest.mark.parametrize(
    ("parameters", "kind"),
    [
        pytest.param(NOTED, ProblemKind.UNKNOWN_FIELD, id="a note"),
        pytest.param(WARNED, ProblemKind.UNKNOWN_LOCATION, id="a warning"),
    ],
)
@pytest.mark.parametrize("name", ["os_apiref.{}", "os_apiref", "os_apiref.*"])
@pytest.mark.parametrize("check", [False, True], ids=["", "check"])
def test_the_printed_name_suppresses(
    parameters: str, kind: ProblemKind, name: str, check: bool, build: Build
) -> None:
    built = build(
        project(parameters),
        suppress_warnings=[name.format(kind.label)],
        os_apiref_check=check,
        warningiserror=True,
    )
    assert built.problems == []
    assert built.app.statuscode == 0


def test_another_name_does_not_suppress(build: Build) -> None:
    built = build(project(WARNED), suppress_warnings=["os_apiref.undefined-parameter"])
    assert [problem.rpartition(" ")[2] for problem in built.problems] == [
        "[os_apiref.unknown-location]"
    ]


@pytest.mark.parametrize("names", [("os_api_ref", "os_apiref"), ("os_apiref", "os_api_ref")])
def test_both_extensions_at_once_is_a_clear_error(
    names: tuple[str, str], build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A stand-in: os-api-ref itself is not needed to be told apart from.
    (tmp_path / "os_api_ref.py").write_text("def setup(app): pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ExtensionError, match=r"both 'os_api_ref' and 'os_apiref'.*remove"):
        build(project(NOTED), extensions=names)


GOOD = "id: {in: path, type: string, description: The id.}\n"
BYTES = {
    "not UTF-8": (
        GOOD.encode() + "name: {in: body, type: string, description: Größe.}\n".encode("latin-1"),
        "parameters.yaml:2: warning: the byte 0xf6 is not UTF-8; save the file as UTF-8"
        " [os_apiref.unreadable-file]",
    ),
    "UTF-16": (
        (GOOD + "name: {in: body, type: string, description: Größe.}\n").encode("utf-16"),
        "parameters.yaml:1: warning: the file is UTF-16; save the file as UTF-8"
        " [os_apiref.unreadable-file]",
    ),
    "a NUL": (
        (GOOD + "name: {in: body, type: string, description: The \0 name.}\n").encode(),
        "parameters.yaml:2:49: warning: the character U+0000 is not allowed in YAML;"
        " remove it; \ufffd stands for it on the page [os_apiref.malformed-yaml]",
    ),
    "deep brackets": (
        (GOOD + "name: {in: body, type: string}\nz: " + "[" * 900).encode(),
        "parameters.yaml:3:53: warning: this is not YAML: nested more than 50 levels deep;"
        " write fewer [os_apiref.malformed-yaml]",
    ),
    "a colour of the terminal": (
        (GOOD + 'name: {in: "\\e[31mred\\n", type: string, description: Red.}\n').encode(),
        "parameters.yaml:2:12: warning: parameter 'name' says in: \\x1b[31mred, expected header,"
        " path, query or body [os_apiref.unknown-location]",
    ),
}


@pytest.mark.parametrize(("content", "expected"), BYTES.values(), ids=BYTES)
def test_bytes_that_no_editor_should_write(content: bytes, expected: str, build: Build) -> None:
    built = build(project(content))
    assert expected in built.problems
    page = built.page()
    assert 'data-name="id" data-in="path"' in page
    assert 'data-name="name"' in page


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + GOOD.encode(), id="byte order mark"),
        pytest.param(GOOD.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(GOOD.replace("\n", "\r").encode(), id="CR"),
        pytest.param(b"---\n" + GOOD.encode() + b"...\n", id="document marks"),
    ],
)
def test_bytes_that_an_editor_may_write(content: bytes, build: Build) -> None:
    built = build({"index.rst": INDEX.replace("   - name: name\n", ""), "parameters.yaml": content})
    assert built.problems == []
    assert 'data-name="id" data-in="path"' in built.page()


@pytest.mark.parametrize(
    "description",
    [
        pytest.param("- " * 300 + "x", id="lists"),
        pytest.param("\n\n".join(" " * depth + "x" for depth in range(200)), id="quotes"),
        pytest.param(
            "\n".join("   " * depth + ".. note::\n" for depth in range(100))
            + "\n"
            + "   " * 100
            + "x",
            id="notes",
        ),
    ],
)
@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_a_description_that_nests_without_end_is_shown_as_it_stands(
    description: str, builder: str, build: Build
) -> None:
    parameters = (
        "name: {in: body, type: string, description: The name.}\n"
        "id:\n  in: path\n  type: string\n  description: |2\n"
        + "".join(f"    {line}\n" for line in description.split("\n"))
    )
    built = build(project(parameters), builder=builder)
    assert built.problems == [
        "parameters.yaml:6: note: this text nests deeper than 40 elements; write it with fewer"
        " levels; until then it is shown as it stands [os_apiref.malformed-field]"
    ]
    if builder == "html":
        assert "The name." in built.page()


def test_a_nul_in_a_path_of_the_document(build: Build) -> None:
    sample = "\n.. literalinclude:: sam\0ple.json\n"
    index = INDEX.replace("parameters.yaml", "par\0ameters.yaml") + sample
    built = build({"index.rst": index, "parameters.yaml": GOOD})
    assert [problem.rpartition(" ")[2] for problem in built.problems] == [
        "[os_apiref.unreadable-file]",
        "[os_apiref.missing-sample]",
    ]
    assert 'data-name="id"' in built.page()
