# SPDX-License-Identifier: Apache-2.0
"""Where each piece of a file of definitions belongs."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from os_apiref.fixes.pieces import Cut, Piece
from os_apiref.load import yamltree
from os_apiref.load.order import OrderKey, order_key
from os_apiref.load.yamltree import Node, Scalar
from os_apiref.model.parameter import LOCATIONS, Parameter


def arranged(cut: Cut, mapping: yamltree.Mapping, definitions: Mapping[str, Parameter]) -> Cut:
    """Return the pieces of a file in the order of their definitions.

    ``mapping`` is what the file says, pair for pair what ``cut`` has as
    entries.
    """
    names = [key.text for key, _ in mapping.pairs if isinstance(key, Scalar)]
    places = [definitions[name].location for name in names]
    units = _units(cut.pieces, names, places)
    _note_needs(units, names, mapping)
    pieces = list(_with_headings(_settled(units), cut.pieces))
    return replace(cut, pieces=_spaced(cut.pieces, pieces, places))


@dataclass(eq=False)
class _Unit:
    """A definition with those below it that have no location, and so no order of their own."""

    key: OrderKey
    pieces: list[Piece] = field(default_factory=list)
    needs: set[int] = field(default_factory=set)
    """The indexes of the units that it must stay below."""


def _units(pieces: Iterable[Piece], names: Sequence[str], places: Sequence[str]) -> list[_Unit]:
    units: list[_Unit] = []
    heading = ""
    for piece in pieces:
        if piece.entry is None:
            heading = piece.location
            continue
        if places[piece.entry] in LOCATIONS:
            units.append(_Unit(order_key(places[piece.entry], names[piece.entry])))
        elif heading or not units:
            # The first of its section, or of the file, stays the first.
            units.append(_Unit(order_key(heading, "") if heading else (-1, "")))
        units[-1].pieces.append(piece)
        heading = ""
    return units


def _note_needs(units: Sequence[_Unit], names: Sequence[str], mapping: yamltree.Mapping) -> None:
    """Note in each unit which earlier ones it must stay below.

    These are the ones that it repeats, and those with a definition of the same
    name, of which the last counts. A node that an alias repeats has the place
    of its anchor: it lies outside of the definition that it was found in.
    """
    starts = [key.place.line for key, _ in mapping.pairs]
    ends = [*starts[1:], 0]
    unit_of = {piece.entry: index for index, unit in enumerate(units) for piece in unit.pieces}
    last_of: dict[str, int] = {}
    for entry, (name, (_, value)) in enumerate(zip(names, mapping.pairs, strict=True)):
        repeated = _lines_of(value, starts[entry], ends[entry])
        needed = {unit_of[bisect_right(starts, line) - 1] for line in repeated}
        needed.add(last_of.get(name, unit_of[entry]))
        units[unit_of[entry]].needs |= needed - {unit_of[entry]}
        last_of[name] = unit_of[entry]


def _lines_of(node: Node, start: int, end: int) -> Iterator[int]:
    """Yield the lines outside of a definition of the nodes that it repeats."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.place.line < start or (end and node.place.line >= end):
            yield node.place.line
        elif isinstance(node, yamltree.Mapping):
            waiting += [one for pair in node.pairs for one in pair]
        elif isinstance(node, yamltree.Sequence):
            waiting += node.items


def _settled(units: Sequence[_Unit]) -> Iterator[_Unit]:
    """Yield units by their keys, each behind all that it needs and else as early as it can."""
    ranking = sorted(range(len(units)), key=lambda index: units[index].key)
    missing = [len(unit.needs) for unit in units]
    needed_by: list[list[int]] = [[] for _ in units]
    for index, unit in enumerate(units):
        for needed in unit.needs:
            needed_by[needed].append(index)
    ranks = {index: rank for rank, index in enumerate(ranking)}
    late: list[int] = []
    for index in ranking:
        if not missing[index]:
            heapq.heappush(late, ranks[index])
        while late:
            ready = ranking[heapq.heappop(late)]
            yield units[ready]
            for dependant in needed_by[ready]:
                missing[dependant] -= 1
                if not missing[dependant] and ranks[dependant] < ranks[index]:
                    heapq.heappush(late, ranks[dependant])


def _with_headings(units: Iterable[_Unit], pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces of units, and each heading above the first of its section."""
    headings = sorted(
        (piece for piece in pieces if piece.entry is None),
        key=lambda piece: LOCATIONS.index(piece.location),
    )
    for unit in units:
        while headings and LOCATIONS.index(headings[0].location) <= unit.key[0]:
            yield headings.pop(0)
        yield from unit.pieces
    yield from headings


def _spaced(old: Sequence[Piece], new: Sequence[Piece], places: Sequence[str]) -> tuple[Piece, ...]:
    """Return pieces in their new order, their blank lines changed where they belong elsewhere.

    The blank lines above the first piece of the file, and above the first
    definition of a location, are the section's, those below a closed piece are
    its own: where another piece comes to stand there, the two change them.
    """
    spaces = {id(piece): piece.space for piece in new}

    def change(one: Piece, two: Piece) -> None:
        spaces[id(one)], spaces[id(two)] = spaces[id(two)], spaces[id(one)]

    change(old[0], new[0])
    old_firsts, new_firsts = _firsts(old, places), _firsts(new, places)
    for location, first in old_firsts.items():
        other = new_firsts.get(location, first)
        if first is not old[0] and other is not new[0]:
            change(first, other)
    below = {id(piece): following for piece, following in pairwise(old)}
    parted = [pair for pair in pairwise(new) if pair[0].closed and pair[1].entry is not None]
    takers = {id(following) for _, following in parted}
    givers = [one for one in new[1:] if one.entry is not None and id(one) not in takers]
    for piece, following in parted:
        if not spaces[id(following)]:
            nearest = (one for one in (below[id(piece)], *givers) if spaces[id(one)])
            change(following, next(nearest, following))
    return tuple(replace(piece, space=spaces[id(piece)]) for piece in new)


def _firsts(pieces: Sequence[Piece], places: Sequence[str]) -> dict[str, Piece]:
    """Return the first definition below the heading of each location, or else of the location."""
    firsts: dict[str, Piece] = {}
    heading = ""
    for piece in pieces:
        if piece.entry is None:
            heading = piece.location
            continue
        place = places[piece.entry]
        if heading:
            firsts[heading] = piece
        elif place in LOCATIONS:
            firsts.setdefault(place, piece)
        heading = ""
    return firsts
