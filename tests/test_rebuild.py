# SPDX-License-Identifier: Apache-2.0
"""Every file is a dependency of just the documents that use it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from conftest import Build, Built
from os_apiref.kinds import Severity

pytestmark = pytest.mark.slow

REFERENCE = {
    "index.rst": "API\n===\n\n.. toctree::\n\n   one\n   two\n   plain\n",
    "plain.rst": "Plain\n=====\n\nNothing of ours.\n",
    "one.rst": "One\n===\n\n.. include:: one.inc\n",
    "one.inc": """\
List
----

.. rest_method:: GET /ones

.. rest_status_code:: success status.yaml

   - 200

.. rest_parameters:: shared.yaml

   - name: name

.. literalinclude:: ../samples/one.json
   :language: javascript
""",
    "two.rst": """\
Two
===

List
----

.. rest_method:: GET /twos

.. rest_parameters:: shared.yaml

   - name: name

.. rest_parameters:: two.yaml

   - size: size
""",
    "shared.yaml": "name:\n  in: body\n  type: string\n  description: |\n    The old name.\n",
    "two.yaml": "size:\n  in: body\n  type: integer\n  description: |\n    The old size.\n",
    "status.yaml": "200:\n  default: |\n    The old reason.\n",
    "../samples/one.json": '{"name": "old"}\n',
}


def edit(build: Build, tmp_path: Path, name: str, old: str, new: str) -> list[str]:
    """Build, edit one file, build again; return what the second build read."""
    build(REFERENCE)
    path = tmp_path / "source" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    later = path.stat().st_mtime_ns + 2_000_000_000
    os.utime(path, ns=(later, later))
    return read_by(build({}))


def read_by(built: Built) -> list[str]:
    """The documents that a build read."""
    lines = re.findall(r"reading sources\.\.\. \[ *\d+%\] (\S+)", built.status.replace("\r", "\n"))
    return sorted(lines)


@pytest.mark.parametrize(
    ("name", "old", "new", "read", "page"),
    [
        ("shared.yaml", "old name", "new name", ["one", "two"], "one"),
        ("two.yaml", "old size", "new size", ["two"], "two"),
        ("status.yaml", "old reason", "new reason", ["one"], "one"),
        ("one.inc", "/ones", "/new-ones", ["one"], "one"),
        ("../samples/one.json", '"old"', '"fresh"', ["one"], "one"),
    ],
)
def test_an_edit_rebuilds_what_uses_it_and_nothing_else(
    build: Build, tmp_path: Path, name: str, old: str, new: str, read: list[str], page: str
) -> None:
    assert edit(build, tmp_path, name, old, new) == read
    text = (tmp_path / "out" / f"{page}.html").read_text()
    assert new in text
    assert old not in text


def test_nothing_is_read_when_nothing_changed(build: Build) -> None:
    build(REFERENCE)
    again = build({})
    assert read_by(again) == []


def test_a_file_that_was_missing_is_noticed_when_it_appears(build: Build, tmp_path: Path) -> None:
    missing = {name: text for name, text in REFERENCE.items() if name != "two.yaml"}
    first = build(missing)
    assert any("unreadable-file" in problem for problem in first.problems)
    again = build({"two.yaml": REFERENCE["two.yaml"]})
    assert again.problems == []
    assert "The old size." in again.page("two")


def test_a_sample_that_was_missing_is_noticed_when_it_appears(build: Build) -> None:
    sample = "../samples/one.json"
    first = build({name: text for name, text in REFERENCE.items() if name != sample})
    assert any("missing-sample" in problem for problem in first.problems)
    again = build({sample: REFERENCE[sample]})
    assert again.problems == []
    assert "old" in again.page("one")


def test_problems_are_remembered_but_printed_only_when_news(build: Build) -> None:
    files = {**REFERENCE, "two.yaml": "sise:\n  in: body\n  type: integer\n  description: x\n"}
    first = build(files)
    assert any("undefined-parameter" in problem for problem in first.problems)
    again = build({"plain.rst": "Plain\n=====\n\nEdited, and longer than it was.\n"})
    assert again.problems == []
    from os_apiref.sphinxext.domain import rest_domain

    remembered = rest_domain(again.app.env).reference().problems
    assert [problem.kind.label for problem in remembered if problem.plain is Severity.WARNING] == [
        "undefined-parameter"
    ]


def many_documents() -> dict[str, str]:
    documents = {f"d{n}.rst": REFERENCE["two.rst"].replace("Two", f"Doc {n}") for n in range(24)}
    toc = "".join(f"   d{n}\n" for n in range(24))
    files = dict(REFERENCE)
    files["index.rst"] = f"API\n===\n\n.. toctree::\n\n   one\n   two\n   plain\n{toc}"
    files["d7.rst"] = files["two.rst"].replace("- size: size", "- size: sise")
    return files | documents | {"d7.rst": files["d7.rst"]}


def test_parallel_builds_make_the_same_pages(
    build: Build, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    serial = build(many_documents())
    pages = {path.name: path.read_text() for path in (tmp_path / "out").glob("*.html")}
    assert len(pages) > 24
    for folder in ("out", "doctrees"):
        (tmp_path / folder).rename(tmp_path / f"serial-{folder}")
    parallel = build({}, parallel=4)
    assert parallel.problems == serial.problems
    assert {path.name: path.read_text() for path in (tmp_path / "out").glob("*.html")} == pages


def test_two_builds_in_one_process_do_not_share_text(build: Build) -> None:
    build(REFERENCE)
    fresh = {"shared.yaml": REFERENCE["shared.yaml"].replace("old name", "other text")}
    again = build(fresh, freshenv=True)
    assert "other text" in again.page("one")
    assert "The old name" not in again.page("one")


def test_a_template_of_snippets_that_has_changed_is_seen_on_every_page(
    build: Build, tmp_path: Path
) -> None:
    settings = {"templates_path": ["own"], "os_apiref_snippets": ["ruby"]}
    for words in ("first words", "second words"):
        files = {**REFERENCE, "own/snippet-ruby.txt": words}
        built = build(files, freshenv=False, **settings)
        assert words in built.page("one")
        assert words in built.page("two")
