# SPDX-License-Identifier: Apache-2.0
"""Results of links: their sections, their findings, and the formats that a check has, too."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from link_reports import DOCS, FOLDER, GOOD, lost_internal, moved, one_of_each, report_of, result
from report_cases import HOSTILE

from os_apiref.checks.comments import Comments
from os_apiref.checks.weights import Weights
from os_apiref.kinds import ProblemKind, Severity
from os_apiref.links.answer import Hop
from os_apiref.links.link import Link
from os_apiref.links.result import KNOWN_BAD, Result, Verdict
from os_apiref.load.texts import Texts
from os_apiref.problems import Edit, Place
from os_apiref.reports.formats import FORMATS
from os_apiref.reports.links_findings import gate_of, heed, placed, problems_of
from os_apiref.reports.links_formats import LINK_FORMATS
from os_apiref.reports.links_report import (
    FAILING,
    SECTIONS,
    moment,
    section_of,
    since,
    split_places,
)

BY_KEY = {section_of(one).key: one for one in one_of_each()}
NOTE, WARNING, ERROR = Severity

# Sections ----------------------------------------------------------------------------


def test_every_verdict_has_a_section() -> None:
    assert {section.verdict for section in SECTIONS} == set(Verdict)
    for verdict in Verdict:
        assert section_of(result("u", verdict)).verdict is verdict


def test_sections_go_from_the_worst_and_within_by_host() -> None:
    late, early = result("https://b.example/1", Verdict.BROKEN), result(DOCS, Verdict.BROKEN)
    wrong = result("https://a.example/2", Verdict.BROKEN)
    report = report_of(*one_of_each(), late, early, wrong)
    keys = [section.key for section, _ in report.sections()]
    assert keys == [section.key for section in SECTIONS]
    _, broken = report.sections()[0]
    assert [one.url for one in broken] == [
        "https://a.example/2",
        "https://b.example/1",
        DOCS,
        f"{DOCS}/gone#limits",
    ]


def test_a_summary_counts_verdicts_places_and_requests() -> None:
    report = report_of(*one_of_each(), internal=(lost_internal(),))
    assert report.summary == (
        "1 internal link broken, 1 broken, 1 soft 404, 1 unavailable, 1 timed out, "
        "1 rate-limited, 1 unknown, 1 forbidden, 1 unauthorized, 1 moved, 1 redirected, 1 ok, "
        "1 ignored: 12 URLs at 12 places, 15 requests, 1 remembered, 1.6 s."
    )
    assert report.failing == 5
    assert report_of().summary == "No links: 0 URLs at 0 places, 15 requests, 0 remembered, 1.6 s."


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("broken", "broken since 2026-01-02, when it was last good"),
        ("forbidden", "last good on 2026-01-02"),
        ("redirected-permanent", ""),
        ("ok", ""),
    ],
)
def test_since_when_a_link_is_bad(key: str, words: str) -> None:
    assert since(replace(BY_KEY[key], last_good=GOOD)) == words
    assert since(replace(BY_KEY[key], last_good=None)) == ""


@pytest.mark.parametrize("seconds", [None, 0.0, 1e300, float("nan"), float("inf"), -1e300])
def test_a_time_that_is_none_is_not_told(seconds: float | None) -> None:
    assert moment(seconds) is None


@pytest.mark.parametrize(("number", "shown", "rest"), [(0, 0, 0), (6, 6, 0), (7, 5, 2)])
def test_one_more_place_is_shown_rather_than_counted(number: int, shown: int, rest: int) -> None:
    links = [Link("u", Place("p", line)) for line in range(number)]
    assert [len(part) for part in split_places(links, 5)] == [shown, rest]


def test_a_link_without_a_file_is_told_by_its_page() -> None:
    report = report_of()
    assert report.where(Link("u", Place("", 4), "a page")) == "a page:4"
    assert report.where(Link("u", Place(""), "")) == "(no file)"


# Findings -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "kind", "severity"),
    [
        ("broken", ProblemKind.BROKEN_LINK, ERROR),
        ("soft-404", ProblemKind.BROKEN_LINK, ERROR),
        ("unavailable", ProblemKind.BROKEN_LINK, ERROR),
        ("timeout", ProblemKind.BROKEN_LINK, ERROR),
        ("rate-limited", ProblemKind.UNCERTAIN_LINK, NOTE),
        ("unknown", ProblemKind.UNCERTAIN_LINK, NOTE),
        ("forbidden", ProblemKind.UNCERTAIN_LINK, NOTE),
        ("unauthorized", ProblemKind.UNCERTAIN_LINK, NOTE),
        ("redirected-permanent", ProblemKind.MOVED_LINK, NOTE),
    ],
)
def test_a_bad_link_is_a_finding(key: str, kind: ProblemKind, severity: Severity) -> None:
    (finding,) = problems_of(report_of(BY_KEY[key]))
    assert (finding.problem.kind, finding.severity) == (kind, severity)


@pytest.mark.parametrize("key", ["redirected-temporary", "ok", "ignored"])
def test_a_good_link_is_none(key: str) -> None:
    assert problems_of(report_of(BY_KEY[key])) == []


@pytest.mark.parametrize(
    ("key", "gate", "severity"),
    [
        ("forbidden", {"forbidden"}, ERROR),
        ("redirected-permanent", {"redirected-permanent"}, ERROR),
        ("redirected-permanent", {"redirected-temporary"}, NOTE),
        ("redirected-temporary", {"redirected-temporary"}, ERROR),
        ("timeout", {"broken"}, WARNING),
        ("broken", set(), WARNING),
        ("unknown", set(), NOTE),
    ],
)
def test_the_gate_says_what_is_an_error(key: str, gate: set[str], severity: Severity) -> None:
    report = report_of(BY_KEY[key], gate=frozenset(gate))
    assert [one.severity for one in problems_of(report)] == [severity]
    assert report.failing == (severity is ERROR)


def test_a_project_weighs_what_the_gate_leaves_out() -> None:
    weights = Weights({"uncertain-link": None, "moved-link": WARNING, "broken-link": NOTE})
    results = (BY_KEY["forbidden"], BY_KEY["redirected-permanent"], BY_KEY["broken"])
    found = problems_of(report_of(*results, weights=weights))
    assert [(one.problem.kind.label, one.severity.value) for one in found] == [
        ("moved-link", "warning"),
        ("broken-link", "error"),
    ]


@pytest.mark.parametrize(
    ("levels", "gate"),
    [
        ({}, FAILING),
        ({"broken-link": WARNING}, set()),
        ({"broken-link": None}, set()),
        ({"moved-link": ERROR}, FAILING | {"redirected-permanent"}),
        ({"uncertain-link": ERROR, "broken-link": NOTE},
         {"rate-limited", "unknown", "forbidden", "unauthorized"}),
    ],
)  # fmt: skip
def test_without_a_gate_the_project_says_what_fails(
    levels: dict[str, Severity | None], gate: set[str]
) -> None:
    assert gate_of(Weights(levels)) == gate


def test_what_a_project_turns_off_is_ignored() -> None:
    one = BY_KEY["forbidden"]
    links = (Link(one.url, Place("/reference/a.inc", 1)),)
    heeded, places = heed(one, links, Weights({"uncertain-link": None}), Comments(Texts()))
    assert (heeded.verdict, places) == (Verdict.IGNORED, links)
    assert heeded.why == "the project turns 'uncertain-link' off; 403 Forbidden"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "broken",
            f"'{DOCS}/gone#limits' is broken: 404 Not Found, broken since 2026-01-02, when it was "
            f"last good; write '{DOCS}/guide#limits'",
        ),
        ("timeout", "'https://slow.example.org/' did not answer in time"),
        ("unauthorized", "'https://login.example.org/' asks for a login: 401 Unauthorized"),
        (
            "redirected-permanent",
            "'https://developer.example.org/api-ref/compute/' has moved for good to "
            f"'{DOCS}/api-ref/compute/'; write '{DOCS}/api-ref/compute/'",
        ),
    ],
)
def test_a_finding_says_what_why_and_what_to_write(key: str, text: str) -> None:
    (finding,) = problems_of(report_of(BY_KEY[key]))
    assert finding.problem.text.startswith(text)


def test_every_place_has_its_finding_once_and_in_order() -> None:
    url = f"{DOCS}/gone"
    links = [Link(url, Place(f"/reference/{name}", 3), page) for name, page in ("by", "ay", "ax")]
    report = report_of(result(url, Verdict.BROKEN), places={url: tuple(links)})
    assert [one.problem.place.path for one in problems_of(report)] == [
        "/reference/a",
        "/reference/b",
    ]


def test_a_bad_link_that_nobody_placed_is_not_lost() -> None:
    (finding,) = problems_of(report_of(BY_KEY["broken"], places={}))
    assert finding.problem.place == Place("")


def test_edits_come_with_the_finding_of_their_place() -> None:
    one = moved()
    link, other = (Link(one.url, Place("/reference/a.inc", line, 1)) for line in (1, 2))
    edit = Edit(link.place, one.url, one.replacement)
    report = report_of(one, places={one.url: (link, other)}, edits={link: (edit,)})
    assert [finding.problem.edits for finding in problems_of(report)] == [(edit,), ()]


def test_internal_links_are_findings_beside_the_others() -> None:
    lost = lost_internal()
    found = problems_of(report_of(BY_KEY["broken"], internal=(lost,)))
    assert lost in [one.problem for one in found]
    assert len(found) == 2


@pytest.mark.parametrize(("gate", "failing"), [(FAILING, 1), (frozenset(), 0)])
def test_to_the_gate_an_internal_link_is_broken(gate: frozenset[str], failing: int) -> None:
    report = report_of(internal=(lost_internal(),), gate=gate)
    assert report.failing == failing
    assert [one.severity for one in problems_of(report)] == [ERROR if failing else WARNING]


def fingerprints(folder: Path, *results: Result, text: str) -> list[str]:
    path = folder / "a.inc"
    path.write_text(text)
    links = {one.url: (Link(one.url, Place(str(path), 1 + text.count("\n"))),) for one in results}
    report = report_of(*results, folder=folder, texts=Texts(), places=links)
    return [one.fingerprint for one in problems_of(report)]


def test_a_fingerprint_stays_while_lines_move_and_reasons_change(tmp_path: Path) -> None:
    first = fingerprints(tmp_path, result("https://x.example/a", Verdict.BROKEN), text="see it")
    later = result("https://x.example/a", Verdict.TIMEOUT, "late", last_good=GOOD)
    assert fingerprints(tmp_path, later, text="\n\nsee it") == first


def test_each_link_of_a_line_has_its_own_fingerprint(tmp_path: Path) -> None:
    urls = ("https://x.example/1", "https://x.example/2", "https://x.example/b")
    found = fingerprints(tmp_path, *(result(url, Verdict.BROKEN) for url in urls), text="see")
    assert len(set(found)) == 3


# Comments -------------------------------------------------------------------------------

SOURCE = """\
.. os-apiref: ignore broken-link

`one <https://x.example/>`_

`two <https://x.example/>`_

# os-apiref: ignore moved-link
`three <https://x.example/>`_
"""


@pytest.mark.parametrize(
    ("verdict", "lines", "left", "expected"),
    [
        (Verdict.BROKEN, (3, 5), (5,), Verdict.BROKEN),
        (Verdict.BROKEN, (3,), (3,), Verdict.IGNORED),
        (Verdict.BROKEN, (8,), (8,), Verdict.BROKEN),
        (Verdict.REDIRECTED, (8,), (8,), Verdict.IGNORED),
        (Verdict.OK, (3, 8), (3, 8), Verdict.OK),
        (Verdict.BROKEN, (), (), Verdict.BROKEN),
    ],
)
def test_a_comment_silences_a_link_at_its_place(
    tmp_path: Path,
    verdict: Verdict,
    lines: tuple[int, ...],
    left: tuple[int, ...],
    expected: Verdict,
) -> None:
    path = tmp_path / "a.inc"
    path.write_text(SOURCE)
    one = result("https://x.example/", verdict, is_permanent=True)
    links = [Link(one.url, Place(str(path), line)) for line in lines]
    heeded, places = heed(one, links, Weights(), Comments(Texts()))
    assert heeded.verdict is expected
    assert tuple(link.place.line for link in places) == left
    assert ("comments silence it" in heeded.why) is (expected is Verdict.IGNORED)


# The formats of a check --------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_of_a_check_prints_links(name: str) -> None:
    report = placed(report_of(*one_of_each(), internal=(lost_internal(),)))
    text = FORMATS[name](report)
    assert "https://slow.example.org/" in text
    assert "broken-link" in text
    assert "operation" not in text.replace('"operations": 0', "") or name == "sarif"


def test_sarif_has_the_repair_of_a_moved_link() -> None:
    one = moved()
    link = Link(one.url, Place("/reference/a.inc", 1, 1))
    edits = {link: (Edit(link.place, one.url, one.replacement),)}
    run = json.loads(LINK_FORMATS["sarif"](report_of(one, places={one.url: (link,)}, edits=edits)))
    (found,) = run["runs"][0]["results"]
    assert (found["ruleId"], found["level"]) == ("moved-link", "note")
    change = found["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"]["text"] == one.replacement


def test_annotations_are_errors_where_the_gate_says_so() -> None:
    told = LINK_FORMATS["github"](report_of(*one_of_each())).splitlines()
    assert sum(one.startswith("::error ") for one in told) == len(KNOWN_BAD)
    assert sum(one.startswith("::notice ") for one in told) == 5


def test_junit_passes_where_every_link_is_good() -> None:
    root = ElementTree.fromstring(LINK_FORMATS["junit"](report_of(BY_KEY["ok"])))
    assert root.get("failures") == "0"
    assert "1 ok: 1 URL at 1 place" in "".join(root.itertext())


@pytest.mark.parametrize("name", LINK_FORMATS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_servers_and_authors_write_every_format_prints_it(name: str, text: str) -> None:
    hops = (Hop(text, 301, text),)
    results = [
        replace(one, url=f"{at}{text}", why=text, advice=text, replacement=text, hops=hops)
        for at, one in enumerate(one_of_each())
    ]
    path = f"{FOLDER}/{text}".encode("ascii", "ignore").decode().replace("\x00", "")
    places = {one.url: (Link(one.url, Place(path, 1, 1), text),) for one in results}
    written = LINK_FORMATS[name](report_of(*results, places=places))
    assert written.encode()
    assert "\x1b" not in written
    if name in ("text", "lines"):
        assert not [line for line in written.splitlines() if line.lstrip().startswith("::")]
