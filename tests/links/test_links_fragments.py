# SPDX-License-Identifier: Apache-2.0
"""Ids on pages as browsers find them, whatever the page, and fragments that lead to them."""

from __future__ import annotations

import random
import time
import tracemalloc
from html.parser import HTMLParser

import pytest

from os_apiref.links.charset import find_encoding
from os_apiref.links.fragments import IdFinder, has_ids, matches
from os_apiref.links.htmlpage import ID_LENGTH, Room, decode_attribute

UTF8 = "text/html; charset=utf-8"
XHTML = "application/xhtml+xml"


def ids(page: str | bytes, content_type: str = UTF8, *, size: int = 10_000) -> set[str]:
    data = page if isinstance(page, bytes) else page.encode()
    finder = IdFinder(["nothing"], content_type)
    for at in range(0, len(data), size):
        finder.feed(data[at : at + size])
    finder.close()
    return set(finder.ids)


PAGES = (
    ('<p id="a">', {"a"}),
    ("<p id='a' ID=b>", {"a"}),
    ("<P ID = a CLASS=x>", {"a"}),
    ("<p\nid\n=\n'a'\n>", {"a"}),
    ("<p id=a/>", {"a/"}),
    ("<p/id=a>", {"a"}),
    ("<p id=>", set()),
    ('<p id="">', set()),
    ("<p id>", set()),
    ("<p id id=x>", set()),
    ("<p data-id=a xml:id=b>", set()),
    ("<p =id=a>", set()),
    ("<p class='<p id=x>' id=a>", {"a"}),
    ('<p title="it\'s > id=x" id=a>', {"a"}),
    ("<p class=\"x\"id='a'>", {"a"}),
    ("<a name=a><p name=x>", {"a"}),
    ("<a name=a id=b>", {"a", "b"}),
    ("<my-tag id=a>", {"a"}),
    ("< p id=x></p id=x>", set()),
    ("1 < 2 <p id=a>", {"a"}),
    ("<p id=a", set()),
    ("<img src=x><p id=a>", {"a"}),
    ("<p id=&quot;a&amp;b&#x63;&quot>", {'"a&bc"'}),
    ("<p id='?a=1&copy=2'>", {"?a=1&copy=2"}),
    ("<p id=ü>", {"ü"}),
    ("<p id='a b'>", {"a b"}),
    ("<!-- <p id=x> --><p id=a>", {"a"}),
    ("<!--><p id=a>-->", {"a"}),
    ("<!---><p id=a>-->", {"a"}),
    ("<!--!><p id=x>--><p id=a>", {"a"}),
    ("<!-- --!><p id=a>", {"a"}),
    ("<!-- -- > <p id=x>", set()),
    ("<!- ><p id=a>", {"a"}),
    ("<!DOCTYPE html><p id=a>", {"a"}),
    ("<?php id=x ?><p id=a>", {"a"}),
    ("</><p id=a></ x id=x><p id=b>", {"a", "b"}),
    ("<![CDATA[ ><p id=a> ]]>", {"a"}),
    ("<script>'<p id=x>'</script><p id=a>", {"a"}),
    ("<script id=a>'</scripty><p id=x>'</SCRIPT ><p id=b>", {"a", "b"}),
    ("<script><!-- <script> </script> <p id=x> --></script><p id=a>", {"a"}),
    ("<script><!-- </script><p id=a>", {"a"}),
    ("<script/><p id=x>", set()),
    ("<style><p id=x></style><p id=a>", {"a"}),
    ("<title><p id=x></title><p id=a>", {"a"}),
    ("<textarea><p id=x></textarea><p id=a>", {"a"}),
    ("<noscript><p id=x></noscript><p id=a>", {"a"}),
    ("<iframe><p id=x></iframe><xmp><p id=x></xmp><p id=a>", {"a"}),
    ("<plaintext><p id=x>", set()),
    ("<template id=a><p id=x><template></template><p id=x></template><p id=b>", {"a", "b"}),
    ("<svg><path id=a /><title id=b>x</title></svg><p id=c>", {"a", "b", "c"}),
    ("<svg><style><![CDATA[ <p id=x> ]]></style><g id=a></svg><p id=b>", {"a", "b"}),
    ("<svg><p><script>'<p id=x>'</script><p id=a>", {"a"}),
    ("<svg><foreignObject><style><p id=x></style></foreignObject><g id=a></svg>", {"a"}),
    ("<math><mi id=a>x</mi></math><a name=b>", {"a", "b"}),
)


@pytest.mark.parametrize("size", [10_000, 7, 1])
@pytest.mark.parametrize(("page", "expected"), PAGES)
def test_ids_are_those_that_a_browser_finds(page: str, expected: set[str], size: int) -> None:
    assert ids(page, size=size) == expected


@pytest.mark.parametrize(("page", "expected"), PAGES)
def test_ids_are_the_same_beyond_the_first_text(page: str, expected: set[str]) -> None:
    """What shows no more text is read faster, by another expression."""
    assert ids(f"<body>{'x' * 3_000}<br>{page}") == expected


@pytest.mark.parametrize("size", [10_000, 1])
@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<html id="a"><script>"<p id="b"/>"</script><title/><p id="c"/></html>', {"a", "b", "c"}),
        ("<p><![CDATA[<p id='x'/>]]></p><p id='a'/>", {"a"}),
        ("<?pi <p id='x'?><p id='a'/>", {"a"}),
        ("<!DOCTYPE html [<!ENTITY x '<p id=\"x\"/>'>]><p id='a'/>", {"a"}),
        ("<p ID='x' id='a'/>", {"a"}),
        ("<template/><p id='a'/><template><p id='x'/></template>", {"a"}),
    ],
)
def test_xhtml_is_read_as_xml(page: str, expected: set[str], size: int) -> None:
    assert ids(page, XHTML, size=size) == expected


@pytest.mark.parametrize(
    ("start", "content_type", "expected"),
    [
        (b"", "text/html", "cp1252"),
        (b"", "text/html; charset=utf-8", "utf-8"),
        (b"", 'text/html;charset="UTF8"', "utf-8"),
        (b"", "text/html; charset=iso-8859-1", "cp1252"),
        (b"", "text/html; charset=nonsense", "cp1252"),
        (b"", "text/html; charset=unicode_escape", "cp1252"),
        (b"", "application/xhtml+xml", "utf-8"),
        (b"<meta charset=utf-8>", "text/html", "utf-8"),
        (b"<META CHARSET = 'koi8-r'>", "text/html", "koi8-r"),
        (b"<meta charset=utf-8>", "text/html; charset=euc-jp", "euc-jp"),
        (b"<meta charset=utf-8>", "text/html; charset=nonsense", "utf-8"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=gbk">',
            "text/html",
            "gb18030",
        ),
        (b'<meta name=x content="text/html; charset=gbk">', "text/html", "cp1252"),
        (b"<!-- <meta charset=gbk> --><meta charset=big5>", "text/html", "big5hkscs"),
        (b"<meta charset=utf-16>", "text/html", "utf-8"),
        (b" " * 1024 + b"<meta charset=utf-8>", "text/html", "cp1252"),
        (b"<?xml version='1.0' encoding='shift_jis'?>", "text/xml", "cp932"),
        (b"\xef\xbb\xbf<meta charset=gbk>", "text/html; charset=koi8-r", "utf-8"),
        (b"\xff\xfe<", "text/html", "utf-16-le"),
    ],
)
def test_the_encoding_is_the_one_that_a_browser_uses(
    start: bytes, content_type: str, expected: str
) -> None:
    assert find_encoding(start, content_type, is_xml="xml" in content_type)[0] == expected


@pytest.mark.parametrize("size", [10_000, 1])
@pytest.mark.parametrize(
    ("page", "content_type", "expected"),
    [
        ("<p id=é>".encode(), UTF8, {"é"}),
        ("<p id=é>".encode(), "text/html", {"Ã©"}),
        ("<p id=é>".encode("latin-1"), "text/html", {"é"}),
        ("<p id=é>".encode("latin-1"), UTF8, {"\ufffd"}),
        ("<meta charset=shift_jis><p id=日本>".encode("cp932"), "text/html", {"日本"}),
        ("<p id=日本>".encode("utf-16"), "text/html", {"日本"}),
        ("\ufeff<p id=é>".encode(), "text/html; charset=koi8-r", {"é"}),
        (b"<p id=a\x00b>", UTF8, {"a\ufffdb"}),
    ],
)
def test_ids_are_decoded(page: bytes, content_type: str, expected: set[str], size: int) -> None:
    assert ids(page, content_type, size=size) == expected


@pytest.mark.parametrize(
    ("fragment", "known", "expected"),
    [
        ("", [], True),
        ("top", [], True),
        ("TOP", [], True),
        ("a", ["a"], True),
        ("a", ["A"], False),
        ("%61", ["a"], True),
        ("%C3%A9", ["é"], True),
        ("é", ["é"], True),
        ("é", ["%C3%A9"], True),
        ("%C3%A9", ["%C3%A9"], True),
        ("a%20b", ["a b"], True),
        ("a b", ["a b"], True),
        ("a+b", ["a b"], False),
        ("%E9", ["é"], False),
        ("%", ["%"], True),
        ("a", ["user-content-a"], True),
        ("%61", ["user-content-a"], True),
        ("user-content-a", ["a"], False),
        (":~:text=some%20words", [], True),
        ("a:~:text=x", ["a"], True),
        ("a:~:text=x", ["b"], False),
        ("a.b(c)!d", ["a.b(c)!d"], True),
    ],
)
def test_a_fragment_matches_as_written_or_decoded(
    fragment: str, known: list[str], expected: bool
) -> None:
    assert matches(fragment, frozenset(known)) is expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a&amp;b", "a&b"),
        ("a&ampb", "a&ampb"),
        ("a&amp", "a&"),
        ("a&amp=", "a&amp="),
        ("&notin;&notit;", "∉&notit;"),
        ("&#65;&#x42;&#67", "ABC"),
        ("&#xD800;", "\ufffd"),
        ("&nonsense;", "&nonsense;"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_references_are_decoded_as_in_attributes(raw: str, expected: str) -> None:
    assert decode_attribute(raw) == expected


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("text/html", True),
        ("TEXT/HTML; charset=x", True),
        ("", True),
        ("image/svg+xml", True),
        ("text/plain", False),
        ("application/json", False),
        ("application/pdf", False),
    ],
)
def test_only_some_types_have_ids(content_type: str, expected: bool) -> None:
    assert has_ids(content_type) is expected


@pytest.mark.parametrize(
    ("content_type", "head"),
    [
        ("text/html", "\n\na & c"),
        ("text/plain", "\n\na <b> &amp; c"),
        ("application/pdf", ""),
    ],
)
def test_what_a_page_says_is_read_by_its_type(content_type: str, head: str) -> None:
    finder = IdFinder([], content_type)
    finder.feed(b"a <b> &amp; c")
    finder.close()
    assert finder.head == head


def test_reading_may_stop_when_everything_wanted_is_found() -> None:
    finder = IdFinder(["a", "%C3%A9", "top", ""], UTF8)
    assert not finder.feed(b"<p id=b><p id=a>")
    assert finder.feed("<p id=é>".encode())


def test_nothing_wanted_is_found_at_once() -> None:
    assert IdFinder([], UTF8).feed(b"<p>")


def test_the_head_is_the_title_the_heading_and_the_first_text() -> None:
    finder = IdFinder([], UTF8)
    page = (
        "<title>One &amp;\n two</title><style>x</style><script>y</script><noscript>z</noscript>"
        "<nav>Home</nav><h1>Page <b>no</b>t&nbsp;<i>found</i></h1><template>t</template>"
        "<p>First</p><p>second.</p><h1>Other</h1><svg><title>icon</title></svg>"
    )
    finder.feed(page.encode())
    finder.close()
    text = "Home Page not found First second. Other icon"
    assert finder.head.split("\n") == ["One & two", "Page not found", text]


def test_the_head_is_limited() -> None:
    finder = IdFinder([], UTF8)
    finder.feed(b"<title>" + b"x" * 1000 + b"</title>")
    finder.feed(b"word " * 10_000)
    assert len(finder.head) < 3_000


def test_wanted_ids_are_kept_beyond_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os_apiref.links.htmlpage.IDS_LIMIT", 20)
    long = "y" * (ID_LENGTH + 1)
    finder = IdFinder(["last", long], UTF8)
    page = "".join(f"<p id=a{number}>" for number in range(30))
    assert not finder.feed(page.encode())
    assert finder.is_full
    assert finder.feed(f"<p id=last><p id={long}>".encode())
    assert len(finder.ids) == 22


def test_an_id_over_the_limit_is_told_as_left_out() -> None:
    finder = IdFinder(["x"], UTF8)
    finder.feed(b"<p id=" + b"y" * (ID_LENGTH + 1) + b">")
    assert finder.is_full
    assert not finder.ids


HOSTILE = (
    b"<a ",
    b"<",
    b"</",
    b"<!--",
    b"<!",
    b"<p a='",
    b"<p id=x ",
    b"<b>",
    b"<svg>",
    b"<template>",
    b"&",
    b'"',
    b"=",
    b"</scr",
    b"<!-- -",
    b"]]",
)


@pytest.mark.parametrize("before", [b"", b"<p ", b"<script>"])
@pytest.mark.parametrize("unit", HOSTILE)
def test_no_page_takes_long(unit: bytes, before: bytes) -> None:
    """The bound is some twenty times what the slowest needs."""
    page = before + unit * (100_000 // len(unit))
    finder = IdFinder(["nothing"], UTF8)
    started = time.process_time()
    for at in range(0, len(page), 1_000):
        finder.feed(page[at : at + 1_000])
    finder.close()
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    "start", [b"", b"<", b"<p ", b"<p id=", b"<p id='", b"<!--", b"<!", b"<title>", b"<script>"]
)
def test_no_page_takes_much_memory(start: bytes) -> None:
    finder = IdFinder(["nothing"], UTF8)
    piece = b"x" * 10_000
    tracemalloc.start()
    finder.feed(start)
    for _ in range(200):
        finder.feed(piece)
    finder.close()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000


class SlowFinder(HTMLParser):
    """Ids as the library's own parser tells them, of pages that are written well."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.ids: set[str] = set()
        self.templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(reversed(attrs))
        names = {values.get("id"), values.get("name") if tag == "a" else None}
        if not self.templates:
            self.ids |= {name for name in names if name}
        self.templates += tag == "template"

    def handle_endtag(self, tag: str) -> None:
        self.templates -= tag == "template"


def random_page(chance: random.Random, depth: int = 0) -> str:
    parts = []
    for _ in range(chance.randrange(6)):
        name = chance.choice(["p", "div", "a", "h2", "section", "template", "custom-tag"])
        quote = chance.choice("\"'")
        value = f"{chance.choice(['x', 'é', '日本', 'a.b', 'q&amp;r', 'v-'])}{chance.randrange(99)}"
        attribute = chance.choice(["id", "ID", "name", "class", "data-id", "title"])
        space = chance.choice([" ", "\n", "  "])
        content = random_page(chance, depth + 1) if depth < 4 else "text"
        parts += [
            chance.choice(["text", "1 &lt; 2", "<br>", "<hr/>", "é"]),
            chance.choice(["", "<!-- <p id='no'> -->", "<script>'<p id=\"no\">'</script>"]),
            chance.choice(["", "<style>p > a { }</style>", "<img alt='a > b' src=x>"]),
            f"<{name}{space}{attribute}={quote}{value}{quote}>{content}</{name}>",
        ]
    return "".join(parts)


@pytest.mark.parametrize("seed", range(60))
def test_random_pages_have_the_ids_that_a_slow_parser_finds(seed: int) -> None:
    chance = random.Random(seed)
    page = random_page(chance)
    slow = SlowFinder()
    slow.feed(page)
    slow.close()
    assert ids(page, size=chance.choice([1, 5, 64, 10_000])) == slow.ids


def test_pages_that_are_read_at_once_share_the_room_for_ids() -> None:
    room = Room(500)
    first, second = (IdFinder(["here"], "text/html", room) for _ in "ab")
    first.feed(b"".join(b"<p id=n%d>" % n for n in range(2000)))
    second.feed(b"<p id=there><p id=here>" + b" " * 2000)
    assert (len(first.ids), first.is_full) == (5, True)
    assert (second.ids, second.is_full) == ({"here"}, True)
    first.close()
    second.close()
    assert room.left == 500
