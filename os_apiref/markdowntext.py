# SPDX-License-Identifier: Apache-2.0
"""Markdown as strings: text that stays text, code, links, and blocks put together.

The rules are those of CommonMark 0.31.2 and, for tables, of GitHub Flavored
Markdown 0.29. A block is a string without a line end at its end.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from itertools import repeat

_SPECIAL = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
"""What could be markup. An underscore between letters or digits never is (section 6.2)."""

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_LINE_START = re.compile(
    r"(?P<sign>[-+](?=[\s:|-]|$)|#(?=#{0,5}(?:\s|$))|[>=|]|:(?=-))|(?P<number>\d{1,9})(?=[.)](?:\s|$))"
)
_CLOSING_SIGNS = re.compile(r"(?:(?<=\s)|^)#(?=#*$)")
_BACKTICKS = re.compile(r"`+")
_UNSAFE_IN_URL = re.compile(r"[\x00-\x20()<>\\`|\x7f]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_PLAIN_URL = re.compile(r"https?://[^\x00-\x20<>\\`|*\[\]\x7f]+")
_BULLET = re.compile(r"^-(?= |$)", re.MULTILINE)
_NUMBER = re.compile(r"^(\d{1,9})\.(?= |$)", re.MULTILINE)


def escape(text: str, *, in_cell: bool = False) -> str:
    """Return text as Markdown that says just this; its white space is kept.

    What only the start of a line makes markup is left to ``guard``.
    """
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    if in_cell and "|" in escaped:
        # Parsers disagree on what a backslash before an escaped pipe means.
        escaped = escaped.replace("\\|", "\\&#124;").replace("|", "\\|")
    return escaped


def squeeze(text: str) -> str:
    """Return text with each white space as one space: line ends are spaces to a reader.

    NUL is no character of a Markdown document (section 2.3), and marks places here.
    """
    return _SPACE.sub(" ", text).replace("\0", "\ufffd")


def guard(line: str) -> str:
    """Return a line of a paragraph as one that starts no list, heading, quote or table."""
    match = _LINE_START.match(line)
    if match is None:
        return line
    if match["sign"]:
        return f"\\{line}"
    return f"{match['number']}\\{line[match.end() :]}"


def plain(text: str) -> str:
    """Return text as a paragraph that says just this."""
    return guard(escape(squeeze(text)))


def guard_lines(text: str) -> str:
    """Return the lines of a paragraph so that none starts anything else."""
    return "\n".join(map(guard, text.split("\n"))) if "\n" in text else guard(text)


def target(name: str) -> str:
    """Return what a fragment of this name leads to."""
    return f'<a id="{html.escape(name)}"></a>'


def heading(text: str, level: int) -> str:
    """Return a heading; levels below the sixth are the sixth."""
    line = _CLOSING_SIGNS.sub(r"\\#", text)
    return f"{'#' * min(level, 6)} {line}".rstrip()


def code_span(text: str, *, in_cell: bool = False) -> str:
    """Return text as code within a line."""
    text = squeeze(text)
    if not text.strip(" "):
        return code_element(text, in_cell=in_cell)
    if in_cell and "|" in text:
        if "\\|" in text:
            return code_element(text, in_cell=True)
        text = text.replace("|", "\\|")
    marks = "`" * (_longest(text) + 1)
    is_bare = not text.startswith(("`", " ")) and not text.endswith(("`", " "))
    return f"{marks}{text}{marks}" if is_bare else f"{marks} {text} {marks}"


def code_element(text: str, *, in_cell: bool = False) -> str:
    """Return text as code where backticks cannot say it."""
    return f"<code>{escape(text, in_cell=in_cell)}</code>"


def fence(text: str, language: str = "") -> str:
    """Return a block of code; its fence is longer than any row of backticks in it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    marks = "`" * max(3, _longest(lines) + 1)
    word = re.sub(r"[^\w+#.-]", "", language)
    return f"{marks}{word}\n{lines.removesuffix(chr(10))}\n{marks}"


def _longest(text: str) -> int:
    return max(map(len, _BACKTICKS.findall(text)), default=0) if "`" in text else 0


def destination(url: str) -> str:
    """Return a URL as it stands between the parentheses of a link."""
    quoted = _UNSAFE_IN_URL.sub(lambda match: f"%{ord(match[0]):02X}", url)
    return _ENTITY.sub("&amp;", quoted)


def link(text: str, url: str) -> str:
    """Return a link; ``text`` is Markdown already, and so is ``url`` a destination."""
    return f"[{text}]({url})"


def is_plain_url(url: str) -> bool:
    """Whether a URL can stand for itself between angle brackets."""
    return _PLAIN_URL.fullmatch(url) is not None


def prefixed(block: str, first: str, other: str) -> str:
    """Return a block behind a marker: ``first`` before its first line, ``other`` before the rest.

    Empty lines get no trailing space.
    """
    lines = block.split("\n")
    rest = (f"{other}{line}" if line else other.rstrip() for line in lines[1:])
    return "\n".join([f"{first}{lines[0]}".rstrip(" "), *rest])


def item(blocks: Sequence[str], marker: str) -> str:
    """Return an item of a list."""
    return prefixed(join(blocks), f"{marker} ", " " * (len(marker) + 1))


def items(contents: Iterable[Sequence[str]], marker: str, first: int = 1) -> list[str]:
    """Return a list as one block, nothing for an empty one: tight where items are single blocks.

    ``marker`` is that of bullets, or "1." for numbers from ``first`` on.
    """
    made = list(contents)
    # Nine digits are the most that a number may have (section 5.2).
    numbers = (f"{number % 10**9}." for number in range(first, first + len(made)))
    markers = numbers if marker == "1." else repeat(marker)
    lines = [item(blocks, one) for blocks, one in zip(made, markers, strict=False)]
    between = "\n" if all(len(blocks) < 2 for blocks in made) else "\n\n"
    return [between.join(lines)] if lines else []


def quote(blocks: Sequence[str]) -> list[str]:
    """Return blocks as a quotation, nothing for none."""
    inside = join(blocks)
    return [prefixed(inside, "> ", "> ")] if inside else []


def join(blocks: Iterable[str]) -> str:
    """Return blocks as one text; a list that follows another gets other markers.

    With the same ones the two would be one list (section 5.3).
    """
    made: list[str] = []
    for block in filter(None, blocks):
        made.append(_apart(made[-1], block) if made else block)
    return "\n\n".join(made)


def _apart(before: str, block: str) -> str:
    if _BULLET.match(before) and _BULLET.match(block):
        return _BULLET.sub("*", block)
    if _NUMBER.match(before) and _NUMBER.match(block):
        return _NUMBER.sub(r"\1)", block)
    return block


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of GitHub Flavored Markdown; each cell is Markdown of one line."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
