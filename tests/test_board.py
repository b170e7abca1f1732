# SPDX-License-Identifier: Apache-2.0
"""``rest_board`` on the pages of every builder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import Build, Built
from os_apiref.checks.rules import check
from os_apiref.model.reference import Reference
from os_apiref.problems import Problem

BOARD = """\
Board
=====

.. rest_board::
"""
INDEX = """\
API
===

.. toctree::

   servers
   board
"""
SERVERS = """\
.. needs:parameter_verification
.. needs:example_verification
.. needs:body_verification

Servers
=======

Show server
-----------

.. rest_method:: GET /servers/{id}

Shows one.

Normal response codes: 200

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - id: id_path

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - server: server

.. literalinclude:: show-resp.json
"""
PARAMETERS = """\
id_path:
  in: path
  type: string
  description: The id.
server:
  in: body
  type: object
  description: The server.
"""
PROJECT = {
    "index.rst": INDEX,
    "board.rst": BOARD,
    "servers.rst": SERVERS,
    "parameters.yaml": PARAMETERS,
    "show-resp.json": '{"server": {}}',
}
WITH_A_FINDING = {**PROJECT, "show-resp.json": '{"server": "one"}'}
FINDING = "'server' is of type string here"


class Page(HTMLParser):
    """The cells of a table by row, the ids of a page, where its links lead, and its progress."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.progress: dict[str, str | None] = {}
        self.tags: set[str] = set()
        self.is_in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.ids.update([given["id"] or ""] if "id" in given else [])
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif tag == "progress":
            self.progress = given
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.is_in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.is_in_cell = self.is_in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.is_in_cell:
            self.rows[-1][-1] = " ".join([*self.rows[-1][-1].split(), *data.split()])


def board_of(built: Built, name: str = "board") -> Page:
    """The board itself; links and ids of the rest of the page are not its own."""
    html = built.page(name)
    start = html.index('<div class="rest-board')
    return Page(html[start : html.index('<div class="clearer">', start)])


def test_a_row_says_how_far_each_step_of_a_file_is(build: Build) -> None:
    built = build(WITH_A_FINDING)
    assert built.problems == []
    assert board_of(built).rows[:2] == [
        ["File", "Methods", "Parameters", "Examples", "Bodies"],
        [
            "servers.rst 1 operation",
            "Methods ✓ verified",
            "Parameters to verify 1 finding "
            "1 placeholder, 1 documented, 2 rows, 2 defined, 2 typed",
            "Examples to verify 1 finding 1 sample, 1 valid, 0 agree with the tables",
            "Bodies ready to remove 1 operation, 1 with status codes, 1 body, 1 with a sample",
        ],
    ]


def test_the_total_is_a_progress_bar_that_is_named(build: Build) -> None:
    built = build(PROJECT)
    progress = board_of(built).progress
    assert (progress["value"], progress["max"]) == ("1", "4")
    assert progress["aria-label"] == "Verified steps"
    assert "1 of 4 steps verified (25 %)</strong>" in built.page("board")
    assert "Of the other 3, 3 are ready to remove." in built.page("board")


def test_links_lead_to_findings_and_to_operations(build: Build) -> None:
    built = build(WITH_A_FINDING)
    board = board_of(built)
    assert set(board.links) == {"#board1.servers.rst", "servers.html#show-server"}
    assert board.ids["board1.servers.rst"] == 1
    assert 'id="show-server"' in built.page("servers")
    assert FINDING in built.page("board")
    assert "show-resp.json:1:12" in built.page("board")


def test_without_findings_there_is_no_list_of_them(build: Build) -> None:
    assert "Findings" not in build(PROJECT).page("board")


def test_two_boards_of_one_page_share_no_id(build: Build) -> None:
    built = build({**WITH_A_FINDING, "board.rst": f"{BOARD}\n{BOARD}"})
    ids = Page(built.page("board")).ids
    assert {"board1.servers.rst", "board2.servers.rst"} <= set(ids)
    assert {id_: number for id_, number in ids.items() if number > 1} == {}


def test_a_board_may_stand_on_the_page_of_the_operations(build: Build) -> None:
    built = build({**WITH_A_FINDING, "servers.rst": f"{SERVERS}\n.. rest_board::\n"})
    assert "#show-server" in Page(built.page("servers")).links


def test_a_reference_without_operations_has_nothing_to_verify(build: Build) -> None:
    built = build({"index.rst": BOARD})
    assert built.problems == []
    assert "There is nothing to verify yet" in built.page()


def test_a_board_in_a_description_is_one_like_any_other(build: Build) -> None:
    text = PARAMETERS.replace("The server.", "|\n    The server.\n\n    .. rest_board::\n")
    built = build({**PROJECT, "parameters.yaml": text, "board.rst": "Board\n=====\n"})
    assert "1 of 4 steps verified" in built.page("servers")


def test_what_authors_wrote_is_text(build: Build) -> None:
    project = {
        "index.rst": f"{INDEX.replace('servers', 'hostile')}",
        "board.rst": BOARD,
        "hostile.rst": "Servers\n=======\n\n.. include:: <b>&amp;.inc\n",
        "<b>&amp;.inc": "Show ``<b>`` & `x`\n------------------\n\n"
        ".. rest_method:: GET /servers/{<script>alert(1)</script>}\n\n"
        ".. literalinclude:: show-resp.json\n",
        "show-resp.json": "{",
    }
    built = build(project)
    board = board_of(built)
    assert board.tags.isdisjoint({"script", "b"})
    assert board.rows[1][0] == "<b>&amp;.inc 1 operation"
    assert "&lt;script&gt;alert(1)" in built.page("board")


# Builders --------------------------------------------------------------------

SAID = {
    "html": ("board.html", "1 of 4 steps verified (25 %)"),
    "dirhtml": ("board/index.html", "1 of 4 steps verified (25 %)"),
    "singlehtml": ("index.html", "1 of 4 steps verified (25 %)"),
    "epub": ("board.xhtml", "1 of 4 steps verified (25 %)"),
    "text": (
        "board.txt",
        '"[##########..............................]" 1 of 4 steps verified (25 %)',
    ),
    "man": ("*.1", "1 of 4 steps verified (25 %)"),
    "latex": ("*.tex", r"1 of 4 steps verified (25 \%)"),
    "texinfo": ("*.texi", "1 of 4 steps verified (25 %)"),
    "xml": ("board.xml", "1 of 4 steps verified (25 %)"),
    "pseudoxml": ("board.pseudoxml", "1 of 4 steps verified (25 %)"),
}


@pytest.mark.parametrize("builder", SAID)
def test_every_builder_says_it(build: Build, builder: str) -> None:
    built = build(WITH_A_FINDING, builder=builder)
    name, said = SAID[builder]
    (page,) = Path(built.app.outdir).glob(name)
    text = re.sub(r"\s+", " ", page.read_text(encoding="utf-8"))
    assert built.warnings == "" or builder == "epub"  # which wants a version and a language
    assert said in text
    assert "ready to remove" in text
    assert "1 finding" in text


@pytest.mark.parametrize("builder", ["gettext", "dummy"])
def test_where_no_pages_are_written_no_rules_run(
    build: Build, builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = count_runs(monkeypatch)
    built = build(PROJECT, builder=builder)
    assert built.problems == []
    assert len(runs) == 0
    for catalogue in {*Path(built.app.outdir).glob("*.pot")} - {built.app.outdir / "os_apiref.pot"}:
        assert "verified" not in catalogue.read_text(encoding="utf-8")


def count_runs(monkeypatch: pytest.MonkeyPatch) -> list[Reference]:
    """A list that grows whenever all rules run."""
    runs: list[Reference] = []

    def counted(reference: Reference) -> Iterator[Problem]:
        runs.append(reference)
        return check(reference)

    monkeypatch.setattr("os_apiref.sphinxext.checking.check", counted)
    return runs


def test_links_of_a_single_page_stay_on_it(build: Build) -> None:
    built = build(WITH_A_FINDING, builder="singlehtml")
    links = set(board_of(built, "index").links)
    assert links == {"#show-server", "#board1.servers.rst"}
    assert all(Page(built.page()).ids[link[1:]] == 1 for link in links)


def test_a_manual_page_shows_no_ids(build: Build) -> None:
    (page,) = Path(build(PROJECT, builder="man").app.outdir).glob("*.1")
    assert "show-server" not in page.read_text(encoding="utf-8").replace("\\-", "-")


# Builds ----------------------------------------------------------------------


@pytest.mark.parametrize("checking_it", [False, True])
def test_the_rules_run_once_and_are_told_only_where_the_project_checks(
    build: Build, monkeypatch: pytest.MonkeyPatch, checking_it: bool
) -> None:
    runs = count_runs(monkeypatch)
    built = build(WITH_A_FINDING, os_apiref_check=checking_it)
    assert len(runs) == 1
    told = [line for line in built.problems if "[os_apiref.contradicting-type]" in line]
    assert len(told) == checking_it
    assert FINDING in built.page("board")


def test_a_board_follows_documents_that_do_not_show_it(build: Build) -> None:
    assert "1 of 4 steps verified" in build(PROJECT).page("board")
    edited = {"servers.rst": SERVERS.replace(".. needs:body_verification\n", "")}
    assert "2 of 4 steps verified" in build(edited).page("board")
    assert FINDING not in build(PROJECT).page("board")
    assert FINDING in build({"show-resp.json": WITH_A_FINDING["show-resp.json"]}).page("board")


def test_a_board_follows_what_no_document_depends_on(build: Build) -> None:
    build(PROJECT)
    built = build({}, os_apiref_checks={"contradicting-type": "off"})
    assert "1 of 4 steps verified" in built.page("board")


def test_a_document_that_lost_its_board_shows_none(build: Build) -> None:
    build(PROJECT)
    assert "verified" not in build({"board.rst": "Board\n=====\n\nNone.\n"}).page("board")


@pytest.mark.slow
def test_processes_in_parallel_make_the_same_page(build: Build, tmp_path: Path) -> None:
    many = {f"more{number}.rst": f"More\n====\n\nText {number}.\n" for number in range(12)}
    project = {**WITH_A_FINDING, **many}
    alone = build(project, freshenv=True).page("board")
    together = build(project, freshenv=True, parallel=2)
    assert together.page("board") == alone
    assert "1 of 4 steps verified" in alone


@pytest.mark.parametrize(
    ("edit", "settings"),
    [
        ({}, {"os_apiref_checks": {"contradicting-type": "off"}}),
        ({}, {"suppress_warnings": ["os_apiref.contradicting-type"]}),
        (
            {
                "servers.rst": SERVERS.replace(
                    ".. literalinclude",
                    ".. os-apiref: ignore contradicting-type\n\n.. literalinclude",
                )
            },
            {},
        ),
        (
            {
                "parameters.yaml": PARAMETERS.replace(
                    "server:", "server:  # os-apiref: ignore contradicting-type"
                )
            },
            {},
        ),
    ],
    ids=["level", "suppress_warnings", "comment in RST", "comment in YAML"],
)
def test_what_a_project_silenced_speaks_against_no_step(
    build: Build, edit: dict[str, str], settings: dict[str, object]
) -> None:
    built = build({**WITH_A_FINDING, **edit}, **settings)
    assert FINDING not in built.page("board")
    assert "Of the other 3, 3 are ready to remove." in built.page("board")
