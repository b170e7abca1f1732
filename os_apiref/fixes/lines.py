# SPDX-License-Identifier: Apache-2.0
"""Lines of a file with their ends, counted as the loaders count them."""

from __future__ import annotations

import re

BOM = "\ufeff"
"""The byte order mark; no loader counts it as a column."""

LINE_END = "(?:\r\n|\r|\n)"
"""What ends a line, as a pattern; form feeds and Unicode's separators end none."""

_LINE = re.compile(f"[^\r\n]*{LINE_END}|[^\r\n]+")
_SEPARATOR = re.compile("[\x85\u2028\u2029]")


def split_lines(text: str) -> list[str]:
    """Return the lines of a text with their ends; joined again they are the text."""
    return _LINE.findall(text)


def without_end(line: str) -> str:
    """Return a line without its end."""
    return line.rstrip("\r\n")


def end_of(line: str) -> str:
    """Return the end of a line, '' where it has none."""
    return line[len(without_end(line)) :]


def is_blank(line: str) -> bool:
    """Whether a line has nothing but spaces and tabs."""
    return not line.strip(" \t\r\n")


def usual_end(lines: list[str]) -> str:
    """Return how the last line with an end is ended, and a new one may be."""
    return next((end for line in reversed(lines) if (end := end_of(line))), "\n")


def for_yaml(lines: list[str]) -> str:
    """Return the text of lines as the loader of definitions hands it to the YAML parser."""
    text = "".join(f"{without_end(line)}\n" if end_of(line) else line for line in lines)
    return _SEPARATOR.sub(" ", text)
