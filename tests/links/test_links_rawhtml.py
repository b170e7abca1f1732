# SPDX-License-Identifier: Apache-2.0
"""The links and ids of HTML that an author wrote."""

from __future__ import annotations

import pytest

from os_apiref.links.rawhtml import read_html

LINKS = [
    ('<a href="u">x</a>', ["u"]),
    ("<A HREF=u>x</A>", ["u"]),
    ('<a href=" u ">x</a>', ["u"]),
    ('<a href="u?a=1&amp;b=2">', ["u?a=1&b=2"]),
    ("<a name='x'>", []),
    ('<a href="">', []),
    ("<a href>", []),
    ('<img src="u" srcset="v 1x, w 2x">', ["u", "v", "w"]),
    ('<img srcset="u?a,b 2x">', ["u?a,b"]),
    ('<picture><source srcset="u"><img src="v"></picture>', ["u", "v"]),
    ('<iframe src="u"></iframe><script src="v"></script>', ["u", "v"]),
    ('<video src="u" poster="v"><track src="w"></video>', ["u", "v", "w"]),
    ('<link rel="stylesheet" href="u">', ["u"]),
    ('<link rel="preconnect" href="u">', []),
    ('<object data="u"><embed src="v"></object>', ["u", "v"]),
    ('<svg><use xlink:href="u"/></svg>', ["u"]),
    ('<!-- <a href="u"> -->', []),
    ('<script>"<a href=u>"</script>', []),
    ('<p>a < b <a href="u"', []),
    ('<a href="u"><a href="v', ["u"]),
    ('<a href="u"><![if x]><a href="v">', ["u", "v"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "urls"), LINKS)
def test_links_of_html(text: str, urls: list[str]) -> None:
    assert [link.url for link in read_html(text).links] == urls


def test_a_link_has_the_line_of_its_tag() -> None:
    found = read_html('<p>\n<a\n href="u">x</a>\n<img src="v">').links
    assert [(link.url, link.line) for link in found] == [("u", 2), ("v", 4)]


def test_ids_of_html() -> None:
    text = '<p id="a"><a name="b"></a><input name="c"><!-- <p id="d"> -->'
    assert read_html(text).ids == {"a", "b"}


@pytest.mark.parametrize("text", ["<![x", "<!DOCTYPE [<!x>]>", "<![CDATA[", "&#xffffffff;", "\0<"])
def test_malformed_html_is_no_error(text: str) -> None:
    assert read_html(text).links == ()
