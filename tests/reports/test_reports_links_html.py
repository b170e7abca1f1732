# SPDX-License-Identifier: Apache-2.0
"""Results of links as a page: what it says, and that what others wrote is text in it."""

from __future__ import annotations

import re

import pytest
from link_reports import (
    DOCS,
    FOLDER,
    OLD,
    lost_internal,
    many,
    moved,
    one_of_each,
    report_of,
    result,
)
from lxml import html
from report_cases import HOSTILE

from os_apiref.links.answer import Hop
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.problems import Place, Problem
from os_apiref.reports import links_html
from os_apiref.reports.links_report import LinkReport

EVIL = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>{{ 7*7 }}"""


def page_of(report: LinkReport) -> html.HtmlElement:
    return html.document_fromstring(links_html.render(report))


def one_row(one: Result, **given: object) -> html.HtmlElement:
    (row,) = with_class(page_of(report_of(one, **given)), "link")
    return row


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def with_class(element: html.HtmlElement, *names: str) -> list[html.HtmlElement]:
    """The elements of any of some classes, in the order of the page."""
    tests = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in names)
    return list(element.xpath(f".//*[{tests}]"))


def texts(found: list[html.HtmlElement]) -> list[str]:
    return [text_of(one) for one in found]


def test_every_section_has_a_tile_that_leads_to_it() -> None:
    page = page_of(report_of(*one_of_each(), internal=(lost_internal(),)))
    tiles = with_class(page, "tile")
    assert texts(tiles)[:3] == ["1 internal", "1 broken", "1 soft 404"]
    assert len(tiles) == 13
    for tile in tiles:
        (target,) = page.xpath("//*[@id=$id]", id=tile.get("href")[1:])
        assert target.getparent().get("data-key") == tile.get("data-key")


def test_good_and_ignored_links_are_folded() -> None:
    page = page_of(report_of(*one_of_each()))
    folded = [one.get("data-key") for one in with_class(page, "section") if one.get("open") is None]
    assert folded == ["ok", "ignored"]


def test_what_fails_the_check_says_so() -> None:
    page = page_of(report_of(*one_of_each(), gate=frozenset({"forbidden"})))
    failing = [one.getparent().getparent().get("data-key") for one in with_class(page, "fails")]
    assert failing == ["forbidden"]
    assert texts(with_class(page, "outcome")) == ["1 link fails the check."]
    assert page.findtext(".//title") == "Links: 1 link fails the check."


def test_a_row_says_verdict_url_reason_past_help_and_place() -> None:
    row = one_row(one_of_each()[-1])
    assert texts(with_class(row, "badge", "url", "why", "help", "places")) == [
        "broken",
        f"{DOCS}/gone#limits",
        "404 Not Found · broken since 2026-01-02, when it was last good",
        f"Help write '{DOCS}/guide#limits'",
        "servers.inc:1:5",
    ]


def test_a_chain_of_redirects_is_told_hop_by_hop() -> None:
    hops = (Hop("http://a.example/", 301, "https://a.example/"), Hop("x", 308, f"{DOCS}/b"))
    row = one_row(moved("http://a.example/", hops=hops))
    assert texts(row.xpath(".//ol/li")) == ["301 https://a.example/", f"308 {DOCS}/b"]
    assert [one.get("href") for one in with_class(row, "hop")] == [
        "https://a.example/",
        f"{DOCS}/b",
    ]


def test_many_places_are_folded() -> None:
    url = f"{DOCS}/gone"
    links = tuple(Link(url, Place(f"{FOLDER}/a.inc", line)) for line in range(1, 20))
    row = one_row(result(url, Verdict.BROKEN), places={url: links})
    assert texts(row.xpath(".//summary")) == ["15 more places"]
    assert re.findall(r"a\.inc:(\d+)", with_class(row, "places")[0].text_content()) == [
        str(line) for line in range(1, 20)
    ]


def test_an_answer_from_the_cache_says_of_when_it_is() -> None:
    row = one_row(result(DOCS, Verdict.OK, "200 OK", is_remembered=True))
    assert texts(with_class(row, "note")) == ["· remembered from 2026-03-14"]


def test_hosts_are_listed_with_the_worst_first() -> None:
    results = [result(f"{DOCS}/{at}", Verdict.OK, "200 OK") for at in range(3)]
    results += [result("https://b.example/", Verdict.BROKEN), result("no url", Verdict.BROKEN)]
    page = page_of(report_of(*results, result("https://b.example/2", Verdict.BROKEN)))
    assert texts(page.xpath("//option")) == [
        "all",
        "b.example: 2 of 2 bad",
        "(none): 1 of 1 bad",
        "docs.example.org: 3 links",
    ]
    for link in page.xpath("//noscript//a"):
        (row,) = page.xpath("//*[@id=$id]", id=link.get("href")[1:])
        assert row.get("data-host") in (text_of(link), "")


def test_a_report_without_links_is_a_page() -> None:
    page = page_of(report_of())
    assert texts(page.xpath("//main")) == ["There is no link."]
    assert texts(with_class(page, "outcome")) == ["No link fails the check."]


# What others wrote is text --------------------------------------------------------------


def hostile(text: str) -> LinkReport:
    hops = (Hop(text, 301, text),)
    results = [
        Result(f"https://h/{text}{at}", one.verdict, text, hops, advice=text)
        for at, one in enumerate(one_of_each())
    ]
    results.append(Result(f"https://{text}/", Verdict.BROKEN, text))
    results.append(Result(text, Verdict.BROKEN, text))
    places = {one.url: (Link(one.url, Place(f"{FOLDER}/{text}", 1), text),) for one in results}
    problem = Problem.of(lost_internal().kind, Place(f"{FOLDER}/{text}"), text, text)
    return report_of(*results, places=places, internal=(problem,))


@pytest.mark.parametrize("text", [EVIL, *HOSTILE.values()], ids=["evil", *HOSTILE])
def test_no_text_makes_an_element_or_an_attribute(text: str) -> None:
    text = text.replace("\x00", "")
    page = page_of(hostile(text))
    assert page.xpath("//img") == []
    assert (len(page.xpath("//script")), len(page.xpath("//style"))) == (1, 1)
    attributes = {name for element in page.iter("*") for name in element.attrib}
    assert {name for name in attributes if name.startswith("on")} == set()


@pytest.mark.parametrize("text", [EVIL, HOSTILE["quotes"], HOSTILE["wide"]])
def test_every_text_survives(text: str) -> None:
    page = page_of(hostile(text))
    for name in ("url", "why", "hop", "help", "places"):
        found = with_class(page, name)
        assert found
        assert [one for one in found if text not in one.text_content()] == []


def test_what_hides_or_turns_text_is_spelt() -> None:
    written = links_html.render(hostile("a\u202eb\u200b\x1b\ud800\ue000"))
    assert written.encode()
    assert written.replace("\n", "").isprintable()
    assert "a\\u202eb" in written


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://a.example/",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        " https://a.example/",
        "https://a.example/\u202e",
        "ht\ntp://a.example/",
        "//a.example/",
        "",
    ],
)
def test_only_the_web_is_linked(url: str) -> None:
    one = result(url, Verdict.BROKEN, hops=(Hop("https://a.example/", 302, url),))
    page = page_of(report_of(one))
    assert [link.get("href") for link in page.xpath("//main//a")] == []


def test_a_link_tells_nobody_where_it_stands() -> None:
    page = page_of(report_of(moved()))
    (link,) = with_class(page, "url")
    assert (link.get("href"), link.get("rel")) == (OLD, "noopener noreferrer")
    assert page.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]


def test_nothing_is_loaded() -> None:
    page = page_of(report_of(*one_of_each()))
    assert page.xpath("//@src | //link | //iframe | //object | //form/@action") == []
    assert "url(" not in links_html.render(report_of())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")


def test_every_id_is_one() -> None:
    page = page_of(many(200))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) > 12
