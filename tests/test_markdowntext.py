# SPDX-License-Identifier: Apache-2.0
"""Strings of Markdown say what the text says: proved with a parser of CommonMark."""

from __future__ import annotations

import random

import marked
import pytest

from os_apiref import markdowntext as md

HOSTILE = (
    "*stars* and **more**",
    "_under_ __under__ snake_case _a",
    "a | b",
    "|---|---|",
    "<script>alert(1)</script>",
    "<!-- comment -->",
    "<https://example.com>",
    "[text](javascript:alert(1))",
    "![image](x.png)",
    "[name]: https://example.com",
    "[^1]: note",
    "# heading",
    "###### heading ######",
    "#no-heading",
    "- item",
    "+ item",
    "-",
    "---",
    "- - -",
    "***",
    "___",
    "===",
    "1. item",
    "1986. A great year.",
    "1)",
    "> quote",
    "``` fence",
    "~~~ fence",
    "~~struck~~",
    "`code` ``code``",
    "back\\slash \\* \\",
    "&amp; &copy; &#42; &#x2a; & AT&T",
    "ends with a hash #",
    ":--",
    "a\tb",
    "\u00a0no break\u00a0",
    "{{ 7*7 }}",
    "\\|",
    "a\\\\|b|",
    "*",
    "**",
    "!",
    "![",
    "](",
    "\ufffd",
)

SIGNS = "*_`[]()<>!#|\\~&;:-+=.1a \u00e9\u2014"


def scribbles(count: int) -> list[str]:
    """Texts of signs in any order, the same ones in each run."""
    chance = random.Random(6)
    texts = ("".join(chance.choices(SIGNS, k=chance.randint(1, 14))) for _ in range(count))
    return [" ".join(one.split()) for one in texts if one.strip()]


TEXTS = (*HOSTILE, *scribbles(3000))


def plain(markdown: str) -> str:
    return " ".join(marked.text(markdown).replace("\u00a0", " ").split())


def wanted(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def cell(content: str) -> str:
    return md.table(["Head"], [[content]])


def test_a_paragraph_is_its_text() -> None:
    for text in TEXTS:
        made = md.guard(md.escape(md.squeeze(text)))
        assert (marked.kinds(made), plain(made)) == (["paragraph_open"], wanted(text)), text


def test_a_heading_is_its_text() -> None:
    for text in TEXTS:
        made = md.heading(md.escape(md.squeeze(text)), 2)
        assert (marked.kinds(made), plain(made)) == (["heading_open"], wanted(text)), text


def test_later_lines_of_a_paragraph_are_their_text() -> None:
    for text in TEXTS:
        made = "\\\n".join(["a | b", md.guard(md.escape(md.squeeze(text)))])
        assert marked.kinds(made) == ["paragraph_open", "hardbreak"], text
        assert plain(made) == wanted(f"a | b {text}"), text


def test_a_cell_is_its_text() -> None:
    for text in TEXTS:
        made = cell(md.escape(md.squeeze(text), in_cell=True))
        assert marked.kinds(made) == marked.kinds(cell("x")), text
        assert plain(made) == wanted(f"Head {text}"), text


def test_code_is_its_text() -> None:
    for text in TEXTS:
        made = f"a {md.code_span(text)} b"
        assert marked.kinds(made) == ["paragraph_open", "code_inline"], text
        (code,) = (one for one in marked.tokens(made) if one.type == "code_inline")
        assert code.content == md.squeeze(text), text


def test_code_in_a_cell_is_its_text() -> None:
    for text in TEXTS:
        made = cell(md.code_span(text, in_cell=True))
        assert len([one for one in marked.kinds(made) if one in ("th_open", "td_open")]) == 2, text
        assert plain(made) == wanted(f"Head {text}"), text


def test_code_of_spaces_is_code() -> None:
    assert md.code_span("  ") == "<code> </code>"


@pytest.mark.parametrize(
    "text", ["`", "```", "a\n````\nb", "~~~", "\n", "", "    x\n\ty", "a\r\nb"]
)
def test_a_block_of_code_is_its_text(text: str) -> None:
    made = md.fence(text, "json")
    (token,) = marked.tokens(made)
    assert token.type == "fence"
    assert token.info == "json"
    expected = text.replace("\r\n", "\n").removesuffix("\n")
    assert token.content.removesuffix("\n") == expected


def test_a_language_is_one_word() -> None:
    assert md.fence("x", "a`b\nc d") == "```abcd\nx\n```"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a(b)c",
        "https://example.com/a b",
        "https://example.com/<x>",
        "https://example.com/a\\b|c`d",
        "https://example.com/?a=1&copy;=2&amp;x=3",
        "https://example.com/[x]*y*_z_",
        "/relative/path#id",
    ],
)
def test_a_link_leads_where_it_says(url: str) -> None:
    made = cell(md.link("text", md.destination(url)))
    (href,) = marked.links(made)
    quoted = {" ": "%20", "\\": "%5C", "|": "%7C", "`": "%60", "<": "%3C", ">": "%3E"}
    for sign, code in (*quoted.items(), ("(", "%28"), (")", "%29"), ("[", "%5B"), ("]", "%5D")):
        url = url.replace(sign, code)
    assert href == url


def test_no_entity_hides_in_a_link() -> None:
    assert "&amp;#106;" in md.destination("&#106;avascript:alert(1)")


def test_two_lists_stay_two() -> None:
    lists = [*md.items([["a"], ["b"]], "-"), *md.items([["c"]], "-"), *md.items([["d"]], "-")]
    assert marked.kinds(md.join(lists)).count("bullet_list_open") == 3
    numbers = [*md.items([["a"]], "1."), *md.items([["b"]], "1.", 1)]
    assert marked.kinds(md.join(numbers)).count("ordered_list_open") == 2


def test_a_list_starts_at_its_number() -> None:
    (made,) = md.items([["a"], ["b"]], "1.", 7)
    assert made == "7. a\n8. b"
    (long,) = md.items([["a"]], "1.", 10**12 + 5)
    assert "ordered_list_open" in marked.kinds(long)


def test_blocks_inside_items_and_quotes_stay_inside() -> None:
    code = md.fence("x\n\ny")
    inside = md.quote(["text", *md.items([["item", code], ["other"]], "-")])
    made = md.join([*inside, "after"])
    assert marked.kinds(made) == [
        "blockquote_open",
        "paragraph_open",
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "fence",
        "list_item_open",
        "paragraph_open",
        "paragraph_open",
    ]
