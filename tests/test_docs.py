# SPDX-License-Identifier: Apache-2.0
"""README and manual name everything that exists, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import os_apiref
from os_apiref import cli
from os_apiref.kinds import ProblemKind
from os_apiref.load.markers import MARKERS
from os_apiref.load.parameters import FIELDS
from os_apiref.options import OPTIONS
from os_apiref.sphinxext.indices import OperationIndex, ParameterIndex
from os_apiref.sphinxext.linkbuilder import LinkBuilder
from os_apiref.sphinxext.references import RESOLVERS

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "source"

pytestmark = pytest.mark.skipif(not MANUAL.is_dir(), reason="the manual is not part of a wheel")


def page(name: str) -> str:
    return (MANUAL / name).read_text(encoding="utf-8")


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_no_rule_is_named_that_does_not_exist() -> None:
    labels = {kind.label for kind in ProblemKind}
    named = re.findall(r"(?:os_apiref\.|ignore |--rule )([a-z-]+)", page("rules.rst"))
    assert named
    assert set(named) <= labels


def test_every_option_is_explained_with_its_default_and_nothing_else_is() -> None:
    text = page("options.rst")
    for option in OPTIONS:
        assert f"``{option.full_name}`` = ``{option.default!r}``" in text
        assert one_line(option.help) in one_line(text)
        assert (f"also ``{option.legacy_name}``" in text) is option.legacy
    named = set(re.findall(r"os_apiref_\w+", text)) | set(
        re.findall(r"os_apiref_\w+", (ROOT / "README.md").read_text(encoding="utf-8"))
    )
    assert named - {LinkBuilder.name} <= {option.full_name for option in OPTIONS}


@pytest.mark.parametrize("command", ["build", "check", "export", "format", "links", "preview"])
def test_every_option_of_a_command_is_explained(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    text = page("commands.rst") + page("links.rst") + page("exports.rst")
    heads = re.findall(r"^  (-.*?)(?:  .*)?$", capsys.readouterr().out, re.MULTILINE)
    assert heads
    for head in heads:
        names = re.findall(r"(?<![\w-])--?[A-Za-z][a-z-]*", head)
        assert "--help" in names or any(re.search(rf"``{one}\b", text) for one in names), head


def test_every_field_marker_and_directive_is_explained() -> None:
    text = page("directives.rst")
    directives = (
        "rest_method",
        "rest_parameters",
        "rest_status_code",
        "rest_expand_all",
        "rest_board",
    )
    for word in (*FIELDS, *MARKERS, *directives, "literalinclude"):
        assert word in text, word


def test_every_role_and_index_is_explained() -> None:
    text = page("references.rst")
    assert RESOLVERS
    for role in RESOLVERS:
        assert f"``:rest:{role}:`" in text, role
    for index in (OperationIndex, ParameterIndex):
        assert f":ref:`{index.page}`" in text


def test_every_page_of_the_manual_is_in_its_contents() -> None:
    contents = page("index.rst")
    for path in MANUAL.glob("*.rst"):
        assert path.stem == "index" or re.search(rf"^   {path.stem}$", contents, re.MULTILINE)


def test_the_changelog_starts_with_what_is_coming() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (Unreleased|" + re.escape(os_apiref.__version__) + ")", text, re.M)


def test_readme_has_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("build", "test"):
        block = re.search(rf"<!-- command: {name} -->\n```sh\n(.+)\n```", text)
        assert block, name
        assert "\n" not in block[1]
