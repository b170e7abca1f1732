# SPDX-License-Identifier: Apache-2.0
"""What holds for the repair of any file of definitions."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
import yaml

from os_apiref.fixes.layout import laid_out
from os_apiref.fixes.lines import split_lines, without_end
from os_apiref.fixes.order import ordered
from os_apiref.load.order import find_disorder
from os_apiref.load.parameters import load_parameters
from os_apiref.model.parameter import LOCATIONS

SEEDS = range(40)


class Author:
    """Somebody who writes files of definitions, a different one for each seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.anchors: list[str] = []
        self.has_anchors = self.often(0.3)
        self.blank_lines = self.random.choice(["0", "1", "0014"])

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def file(self) -> str:
        parts = ["---\n"] * self.often(0.2) + ["# A file of ours.\n\n"] * self.often(0.2)
        headed: set[str] = set()
        for _ in range(self.random.randrange(1, 14)):
            location = self.random.choice(LOCATIONS)
            parts += [self.random.choice(["\n", "\n", "  \n"])] * int(self.of(self.blank_lines))
            if location not in headed and self.often(0.4):
                headed.add(location)
                parts.append(f"# variables in {location}\n")
            parts += self.definition(location)
        parts += ["\n\n"] * self.often(0.2) + ["# The end.\n"] * self.often(0.1)
        text = "".join(parts)
        text = text.rstrip("\n") if self.often(0.2) else text
        text = text.replace("\n", "\r\n") if self.often(0.2) else text
        return f"\ufeff{text}" if self.often(0.1) else text

    def of(self, letters: str) -> str:
        return self.random.choice(letters)

    def definition(self, location: str) -> Iterator[str]:
        name = f"{self.of('abXYé_0')}{self.of('_-aB')}{self.random.randrange(30)}"
        indent = self.random.choice(["  ", "  ", "    "])
        if self.often(0.1):
            # No order is asked of it, and what has its name must not stand elsewhere.
            location, name = self.of("xy"), f"{name}-{self.random.random()}"
        fields = [f"in: {location}\n", self.random.choice(["type: x\n", "type: 'y'  \n"])]
        if self.often(0.8):
            fields.append(self.description(indent))
        if self.anchors and self.often(0.3):
            fields.append(f"<<: *{self.random.choice(self.anchors)}\n")
        self.random.shuffle(fields)
        yield f"# on {name}\n" * self.often(0.2) + f"# apart from {name}\n\n" * self.often(0.05)
        anchor = f"anchor{len(self.anchors)}" if self.has_anchors and self.often(0.3) else ""
        self.anchors += [anchor] * bool(anchor)
        yield f'"{name}":' if self.often(0.1) else f"{name}:"
        yield f" &{anchor}\n" if anchor else "  \n" if self.often(0.1) else "\n"
        yield from (f"{indent}{field}" for field in fields)
        yield f"{indent}# deeper\n" * self.often(0.1) + f"# end of {name}\n\n" * self.often(0.05)

    def description(self, indent: str) -> str:
        if self.often(0.2):
            return f"description: 'in two\n{indent}  lines'\n"
        style = self.random.choice(["|", "|", ">", "|-", ">-", "|  "])
        ends = ["", "\n", f"\n{indent}  # no comment\n", f"{indent}    \n{indent}  more  \n"]
        ends.append(f"{indent}      \n")
        return f"description: {style}\n{indent}  text\n{self.random.choice(ends)}"


def whole(text: str) -> str:
    """Return a text whose last line is ended, as repairs leave it."""
    return text if text.endswith("\n") else f"{text}\n"


def disorder(text: str) -> int:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return len(find_disorder(load_parameters(plain, "p.yaml").definitions))


@pytest.mark.parametrize("seed", SEEDS)
def test_order_moves_lines_and_changes_nothing_else(seed: int) -> None:
    author = Author(seed)
    before = author.file()
    after = ordered(before)
    if not disorder(before):
        assert after == before
        return
    assert after != before or author.anchors
    assert not disorder(after) or author.anchors
    assert yaml.safe_load(after) == yaml.safe_load(whole(before) if after != before else before)
    lines = [
        sorted(map(without_end, split_lines(text.lstrip("\ufeff")))) for text in (before, after)
    ]
    assert lines[0] == lines[1]
    assert ordered(after) == after


@pytest.mark.parametrize("seed", SEEDS)
def test_layout_changes_no_data_and_no_order(seed: int) -> None:
    before = Author(seed).file()
    after = laid_out(before)
    assert yaml.safe_load(after) == yaml.safe_load(whole(before))
    assert [one.rstrip() for one in after.split("\n") if one.strip()] == [
        one.rstrip() for one in before.split("\n") if one.strip()
    ]
    assert laid_out(after) == after


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_format_finds_nothing_to_do(seed: int) -> None:
    once = ordered(laid_out(Author(seed).file()))
    assert ordered(laid_out(once)) == once
