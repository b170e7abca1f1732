# SPDX-License-Identifier: Apache-2.0
"""Results of links as text."""

from __future__ import annotations

import re

from link_reports import DOCS, FOLDER, lost_internal, moved, one_of_each, report_of, result

from os_apiref.links.answer import Hop
from os_apiref.links.link import Link
from os_apiref.links.result import Verdict
from os_apiref.problems import Place
from os_apiref.reports import links_text

BROKEN = one_of_each()[-1]
OK = one_of_each()[1]


def test_a_link_is_told_once_with_all_its_places() -> None:
    links = [Link(BROKEN.url, Place(f"{FOLDER}/a.inc", line, 2)) for line in (30, 4)]
    told = links_text.render(report_of(BROKEN, places={BROKEN.url: tuple(links)}))
    assert (
        told
        == f"""\
Broken: 1 link
- {DOCS}/gone#limits
    why: 404 Not Found
    broken since 2026-01-02, when it was last good
    help: write '{DOCS}/guide#limits'
    at a.inc:4:2
    at a.inc:30:2

1 broken.
1 URL at 2 places, 15 requests, 0 remembered, 1.6 s.
1 link fails the check.
"""
    )


def test_a_redirect_says_its_statuses_and_where_it_leads() -> None:
    hops = (Hop("http://a.example/", 301, "https://a.example/"), Hop("x", 308, f"{DOCS}/b"))
    told = links_text.render(report_of(moved("http://a.example/#c", f"{DOCS}/b#c", hops=hops)))
    assert f"    301 308 -> {DOCS}/b#c\n    help: write '{DOCS}/b#c'\n" in told


def headings(text: str) -> list[str]:
    return re.findall(r"^(\w.*): \d+(?: links?)?$", text, re.MULTILINE)


def test_the_worst_come_first_and_good_ones_are_counted_only() -> None:
    report = report_of(*one_of_each(), internal=(lost_internal(),))
    listed = headings(links_text.render(report))
    assert listed == [
        "Internal links that lead nowhere",
        "Broken",
        "Soft 404",
        "Unavailable",
        "Timed out",
        "Rate-limited",
        "Unknown",
        "Forbidden",
        "Unauthorized",
        "Moved",
        "Redirected",
    ]
    assert headings(links_text.render(report, verbose=True)) == [*listed, "Ok", "Ignored"]


def test_many_places_are_counted_unless_all_are_wanted() -> None:
    links = tuple(Link(BROKEN.url, Place(f"{FOLDER}/a.inc", line)) for line in range(1, 18))
    report = report_of(BROKEN, places={BROKEN.url: links})
    short, whole = (links_text.render(report, verbose=verbose) for verbose in (False, True))
    assert short.count("    at a.inc:") == links_text.PLACES_SHOWN
    assert "    and 12 more places\n" in short
    assert whole.count("    at a.inc:") == 17
    assert "more places" not in whole


def test_an_internal_link_says_what_to_write() -> None:
    told = links_text.render(report_of(internal=(lost_internal(),)))
    line = "- index.rst:7:3: '#flavours' names no section of this document"
    assert f"{line}; did you mean '#flavors'?\n" in told
    assert "1 link fails the check." in told


def test_a_clean_check_says_so() -> None:
    assert links_text.render(report_of(OK)) == (
        "1 ok.\n1 URL at 1 place, 15 requests, 1 remembered, 1.6 s.\nNo link fails the check.\n"
    )


def test_colours_add_nothing_but_colours() -> None:
    report = report_of(*one_of_each(), internal=(lost_internal(),))
    coloured = links_text.render(report, colour=True)
    assert coloured != links_text.render(report)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == links_text.render(report)


def test_what_fails_the_check_is_red() -> None:
    red = "\x1b[1;31m"
    told = links_text.render(report_of(*one_of_each(), gate=frozenset({"forbidden"})), colour=True)
    assert f"{red}Forbidden: 1 link" in told
    assert f"{red}Broken" not in told


def test_words_wrap_and_urls_stay_whole() -> None:
    url = f"{DOCS}/{'x' * 120}"
    why = "the page has no id " + "and so on " * 20
    told = links_text.render(report_of(result(url, Verdict.BROKEN, why.strip())), width=60)
    assert f"- {url}\n" in told
    assert [line for line in told.splitlines() if len(line) > 60 and url not in line] == []
