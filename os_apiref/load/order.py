# SPDX-License-Identifier: Apache-2.0
"""The order in which definitions stand in their file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from os_apiref.model.parameter import LOCATIONS, Parameter

OrderKey = tuple[int, str]


def order_key(location: str, name: str) -> OrderKey:
    """Return what definitions are sorted by: the location, then the name in lower case.

    os-api-ref compares the same two, in the same way: a file in this order
    gives none of its warnings.
    """
    return LOCATIONS.index(location), name.lower()


def find_disorder(
    definitions: Mapping[str, Parameter],
) -> list[tuple[Parameter, Parameter | None]]:
    """Return the definitions out of order, each with the one that it belongs before.

    These are the fewest whose move sorts the file; the second of a pair is one
    that stays, or None where the first belongs to the end. A definition
    without a known location may stand anywhere.
    """
    located = [one for one in definitions.values() if one.location in LOCATIONS]
    keys = [order_key(one.location, one.key) for one in located]
    staying = _longest_ordered(keys)
    if len(staying) == len(keys):
        return []
    staying_keys = [keys[index] for index in staying]
    moving = sorted(set(range(len(keys))).difference(staying))
    pairs: list[tuple[Parameter, Parameter | None]] = []
    for index in moving:
        at = bisect_right(staying_keys, keys[index])
        before = located[staying[at]] if at < len(staying) else None
        pairs.append((located[index], before))
    return pairs


def _longest_ordered(keys: Sequence[OrderKey]) -> list[int]:
    """Return the indexes of a longest subsequence that never descends."""
    tails: list[OrderKey] = []  # the least key that ends a subsequence of each length
    ends: list[int] = []  # and its index
    previous: list[int | None] = []
    for index, key in enumerate(keys):
        length = bisect_right(tails, key)
        previous.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [key]
        ends[length : length + 1] = [index]
    found = []
    at = ends[-1] if ends else None
    while at is not None:
        found.append(at)
        at = previous[at]
    return found[::-1]
