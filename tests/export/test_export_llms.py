# SPDX-License-Identifier: Apache-2.0
"""``llms.txt`` has the form of its proposal, and ``llms-full.txt`` the text of every page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import marked
import pytest

from conftest import Build
from os_apiref import cli

DEMO = Path(__file__).parents[2] / "source"
PUBLISH: dict[str, Any] = {"builder": "os_apiref_export", "os_apiref_publish": ["llms"]}

INDEX = """\
Guide
=====

.. toctree::

   z
   a
"""
BOTH = {
    "index.rst": INDEX,
    "z.rst": "Zebras *now*\n============\n\nOptional\n--------\n\n"
    "Show [a] | zebra\n~~~~~~~~~~~~~~~~\n\n.. rest_method:: GET /zebras/{id}`\n\n"
    ".. deprecated:: 2.5\n\nShows *one* <zebra>.\n",
    "a.rst": "Apes\n====\n\nList\n----\n\n.. rest_method:: GET /apes\n   max_version: 2.1\n\n"
    "Second\n------\n\n.. rest_method:: POST /apes\n",
}


def written(build: Build, files: dict[str, str], name: str = "llms.txt", **settings: Any) -> str:
    """A file of a project."""
    built = build(files, project="Zoo", release="1.0", **PUBLISH, **settings)
    return (Path(built.app.outdir) / name).read_text(encoding="utf-8")


def test_the_whole_of_a_small_one(build: Build) -> None:
    assert written(build, BOTH) == (
        """\
# Zoo

> Reference of Zoo 1.0 with 3 operations.

The whole text is in one file, too: [llms-full.txt](llms-full.txt).

## Pages

- [Guide](index.md)
- [Zebras *now*](z.md)
- [Apes](a.md)

## Zebras now / Optional

- [Show \\[a\\] | zebra](z/show-a-zebra.md): `` GET /zebras/{id}` `` (deprecated 2.5). \
Shows one \\<zebra>.

## Apes

- [List](a/list.md): `GET /apes` (until 2.1)
- [Second](a/second.md): `POST /apes`
"""
    )


def test_addresses_are_whole_where_the_site_is_known(build: Build) -> None:
    text = written(build, BOTH, html_baseurl="https://a.example/api")
    assert "(https://a.example/api/z/show-a-zebra.md)" in text
    assert all(link.startswith("https://a.example/api/") for link in marked.links(text))


def test_no_section_is_what_may_be_skipped(build: Build) -> None:
    source = "Guide\n=====\n\nOptional\n--------\n\nA\n~\n\n.. rest_method:: GET /a\n"
    text = written(build, {"index.rst": source})
    assert "## Optional / Guide\n" in text
    assert "## Optional\n" not in text


def test_words_are_those_of_the_language(build: Build) -> None:
    text = written(build, BOTH, language="de")
    assert "> Referenz von Zoo 1.0 mit 3 Operationen." in text
    assert "## Seiten\n" in text


def test_the_full_text_has_every_page_in_order_below_one_name(build: Build) -> None:
    text = written(build, BOTH, "llms-full.txt")
    assert re.findall(r"^#+ .*", text, re.MULTILINE) == [
        "# Zoo",
        "## Guide",
        "## Zebras *now*",
        "### Optional",
        "#### [Show \\[a\\] | zebra](z/show-a-zebra.md)",
        "## Apes",
        "### [List](a/list.md)",
        "### [Second](a/second.md)",
    ]
    assert "Shows *one* \\<zebra>." in text


def test_a_reference_without_operations_and_without_a_name_has_one_too(build: Build) -> None:
    built = build({"index.rst": "Only words.\n"}, project="", release="", **PUBLISH)
    text = (Path(built.app.outdir) / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# API reference\n\n> Reference of API reference with 0 operations.\n")
    assert text.endswith("## Pages\n\n- [index](index.md)\n")


@pytest.mark.skipif(not DEMO.is_dir(), reason="the demo is not part of a wheel")
def test_the_demo_lists_each_operation_once(tmp_path: Path) -> None:
    command = ["export", str(DEMO), "-q", "--format", "llms", "-o", str(tmp_path)]
    assert cli.main(command) == 0
    text = (tmp_path / "llms.txt").read_text(encoding="utf-8")
    assert check_form(text) > 15
    files = [path for path in tmp_path.rglob("*.md") if path.read_text("utf-8").startswith("---")]
    listed = [tmp_path / link for link in marked.links(text)]
    assert sorted(path for path in listed if path in files) == sorted(files)
    full = (tmp_path / "llms-full.txt").read_text(encoding="utf-8")
    for page in tmp_path.glob("*.md"):
        for line in page.read_text(encoding="utf-8").split("\n"):
            assert "](" in line or "<a id=" in line or line.lstrip("#") in full


def check_form(text: str) -> int:
    """Hold a text against the proposal; return how many links its lists have."""
    kinds = [(one.type, one.tag) for one in marked.PARSER.parse(text) if one.level == 0]
    kinds = [one for one in kinds if one[0].endswith("_open")]
    head, lists = kinds[:3], kinds[3:]
    assert head == [
        ("heading_open", "h1"),
        ("blockquote_open", "blockquote"),
        ("paragraph_open", "p"),
    ]
    assert lists == [("heading_open", "h2"), ("bullet_list_open", "ul")] * (len(lists) // 2)
    items = re.findall(r"^- .*", text, re.MULTILINE)
    assert all(re.fullmatch(r"- \[.+?\]\([^)\s]+\)(: .+)?", item) for item in items)
    return len(items)
