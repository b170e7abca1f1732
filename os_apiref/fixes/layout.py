# SPDX-License-Identifier: Apache-2.0
"""The layout of a YAML file, mended where nobody can object."""

from __future__ import annotations

from collections.abc import Callable, Set

from os_apiref.fixes.lines import (
    BOM,
    end_of,
    for_yaml,
    is_blank,
    split_lines,
    usual_end,
    without_end,
)
from os_apiref.fixes.yamldata import block_text_lines, parse_mapping, say_the_same

MOST_BLANK_LINES = 2
"""Blank lines that may stand together between definitions."""

Lines = list[str]


def laid_out(text: str) -> str:
    """Return a YAML file with its layout mended.

    - The last line is ended, as POSIX has it: without that, diffs and ``cat``
      stumble. No blank line follows it: git calls that an error.
    - No line ends in spaces or tabs: git calls that an error, too, and many
      editors remove them with the next edit. In block scalars they are part
      of the text, and stay.
    - At most MOST_BLANK_LINES blank lines stand between definitions: more are
      left over from something that was taken out.

    Indentation, quotes, line ends, the order of fields and descriptions are
    the author's. Each of the three is done only if the file says the same
    afterwards; a text that is not one YAML mapping comes back as it is.
    """
    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    lines = split_lines(body)
    if parse_mapping(for_yaml(lines)) is None:
        return text
    if not end_of(lines[-1]):
        # A block scalar at the end now has the line end that every other one has.
        lines[-1] += usual_end(lines)
    for mend in (_without_blank_end, _without_trailing_spaces, _with_few_blank_lines):
        lines = _mended(lines, mend)
    return mark + "".join(lines)


def _mended(lines: Lines, mend: Callable[[Lines, Set[int]], Lines]) -> Lines:
    before = parse_mapping(for_yaml(lines))
    if before is None:
        return lines
    result = mend(lines, set(block_text_lines(lines, before)))
    if result == lines:
        return lines
    after = parse_mapping(for_yaml(result))
    return result if after is not None and say_the_same(before, after) else lines


def _without_blank_end(lines: Lines, text: Set[int]) -> Lines:
    end = len(lines)
    while is_blank(lines[end - 1]) and end - 1 not in text:
        end -= 1
    return lines[:end]


def _without_trailing_spaces(lines: Lines, text: Set[int]) -> Lines:
    return [
        line if at in text else without_end(line).rstrip(" \t") + end_of(line)
        for at, line in enumerate(lines)
    ]


def _with_few_blank_lines(lines: Lines, text: Set[int]) -> Lines:
    result: Lines = []
    count = 0
    for at, line in enumerate(lines):
        if at in text or not is_blank(line):
            if line[0] not in " \t":
                # Above an indented line they may be part of a description.
                del result[len(result) - max(count - MOST_BLANK_LINES, 0) :]
            count = 0
        else:
            count += 1
        result.append(line)
    return result
