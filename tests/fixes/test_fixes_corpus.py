# SPDX-License-Identifier: Apache-2.0
"""Repairs of real references, where OS_APIREF_CORPUS names a folder of them."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from os_apiref.fixes.layout import laid_out
from os_apiref.fixes.lines import for_yaml, split_lines
from os_apiref.fixes.markers import without_markers
from os_apiref.fixes.order import ordered
from os_apiref.fixes.pieces import cut
from os_apiref.fixes.yamldata import parse_mapping
from os_apiref.load.markers import find_marker
from os_apiref.load.order import find_disorder
from os_apiref.load.parameters import load_parameters
from os_apiref.model.operation import Marker
from os_apiref.problems import Place

CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="OS_APIREF_CORPUS names no folder of references"
)

FILES = sorted(CORPUS.glob("*/api-ref/source/**/*parameters*.yaml"))


def name_of(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def shuffled(text: str, moves: int) -> str:
    """Return a file of definitions after some moves of its definitions, chosen at random."""
    lines = split_lines(text)
    mapping = parse_mapping(for_yaml(lines))
    assert mapping is not None
    whole = cut(lines, mapping)
    assert whole is not None
    chance = random.Random(moves)
    pieces = list(whole.pieces)
    for _ in range(moves):
        at = chance.choice([at for at, piece in enumerate(pieces) if piece.entry is not None])
        pieces.insert(chance.randrange(len(pieces)), pieces.pop(at))
    return "".join(replace(whole, pieces=tuple(pieces)).lines)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_order_and_layout_keep_the_data(path: Path) -> None:
    text = read(path)
    formatted = ordered(laid_out(text))
    assert yaml.safe_load(formatted) == yaml.safe_load(text)
    assert find_disorder(load_parameters(formatted, str(path)).definitions) == []
    assert ordered(laid_out(formatted)) == formatted


@pytest.mark.parametrize("moves", [1, 5, 25])
@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_that_was_stirred_comes_back_byte_for_byte(path: Path, moves: int) -> None:
    text = read(path)
    assert find_disorder(load_parameters(text, str(path)).definitions) == []
    assert ordered(shuffled(text, moves)) == text


def test_every_marker_can_be_removed() -> None:
    count = 0
    for path in sorted(CORPUS.glob("*/api-ref/source/**/*.inc")):
        content = path.read_bytes()
        lines = content.decode("utf-8").split("\n")
        markers = [
            Marker(word, Place(str(path), number))
            for number, line in enumerate(lines, 1)
            if line.startswith(".. ") and (word := find_marker(line[3:]))
        ]
        left = without_markers(content, markers).content.decode("utf-8")
        kept = [line for line in lines if line.strip() and not line.startswith(".. needs:")]
        assert [line for line in left.split("\n") if line.strip()] == kept
        assert left.count("\n\n\n") == content.count(b"\n\n\n")
        count += len(markers)
    assert count > 100
