# SPDX-License-Identifier: Apache-2.0
"""The definitions of a file put in order, each with all of its bytes."""

from __future__ import annotations

from os_apiref.fixes.arrange import arranged
from os_apiref.fixes.lines import BOM, end_of, for_yaml, split_lines, usual_end
from os_apiref.fixes.pieces import cut
from os_apiref.fixes.yamldata import parse_mapping, say_the_same, sorted_by_key
from os_apiref.load.order import find_disorder
from os_apiref.load.parameters import load_parameters


def ordered(text: str) -> str:
    """Return a file of definitions with its definitions in order.

    They stand by location (header, path, query, body), then by name in lower
    case; equal names keep their order. Blocks of text move, so nothing inside
    them changes; a comment moves with its definition, a heading of a section
    stays at its head, and blank lines stay above what they stood above. A
    definition without a known location, whose order nothing demands, stays
    below the one that it stood below. One that repeats an anchor stands below
    that anchor, as near to its own place as that allows.

    A text in order comes back as it is, and so does any text that is not one
    YAML mapping of definitions in lines of their own, or that would say
    something else afterwards.
    """
    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    lines = split_lines(body)
    mapping = parse_mapping(for_yaml(lines))
    if mapping is None:
        return text
    definitions = load_parameters(for_yaml(lines), "").definitions
    if not find_disorder(definitions):
        return text
    if not end_of(lines[-1]):
        lines[-1] += usual_end(lines)  # another one comes to stand below it
    pieces = cut(lines, mapping)
    if pieces is None:
        return text
    result = arranged(pieces, mapping, definitions).lines
    return mark + "".join(result) if _are_the_same(lines, result) else text


def _are_the_same(before: list[str], after: list[str]) -> bool:
    """Whether two texts have the same lines and say the same, but for the order of both."""
    if sorted(before) != sorted(after):
        return False
    old, new = parse_mapping(for_yaml(before)), parse_mapping(for_yaml(after))
    return (
        old is not None and new is not None and say_the_same(sorted_by_key(old), sorted_by_key(new))
    )
