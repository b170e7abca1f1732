# SPDX-License-Identifier: Apache-2.0
"""Microversions are two whole numbers, and ranges of them have open ends."""

from __future__ import annotations

import pytest

from os_apiref.model.microversion import (
    EVERY_VERSION,
    Microversion,
    VersionRange,
    find_version_range,
)


def version(text: str) -> Microversion:
    found = Microversion.parse(text)
    assert found is not None
    return found


def range_of(low: str, high: str) -> VersionRange:
    return VersionRange(Microversion.parse(low), Microversion.parse(high))


def test_order_is_that_of_two_numbers() -> None:
    texts = ["2.1", "2.9", "2.10", "2.90", "2.100", "3.0", "10.0"]
    assert sorted(map(version, reversed(texts))) == [version(text) for text in texts]
    assert version("2.10") > version("2.9")
    assert version("2.10") != version("2.1")


@pytest.mark.parametrize("text", ["2.10", "0.0", "2.100", "123456789.123456789"])
def test_a_version_says_what_was_written(text: str) -> None:
    assert str(version(text)) == text
    assert version(f" {text} ") == version(text)


@pytest.mark.parametrize(
    "text",
    ["", "2", "2.", ".1", "2.1.1", "v2.1", "-2.1", "2.1e3", "2,1", "2.x", "2. 1", "latest",
     "\u0662.\u0661", "1" * 10 + ".1", "2." + "1" * 100_000],
)  # fmt: skip
def test_what_is_no_version(text: str) -> None:
    assert Microversion.parse(text) is None


@pytest.mark.parametrize(
    ("low", "high", "words", "inside", "outside"),
    [
        ("", "", "", ["0.0", "2.1", "99.0"], []),
        ("2.10", "", "since 2.10", ["2.10", "2.100", "3.0"], ["2.9", "2.1", "1.99"]),
        ("", "2.10", "until 2.10", ["0.0", "2.9", "2.10"], ["2.11", "3.0"]),
        ("2.9", "2.10", "2.9 – 2.10", ["2.9", "2.10"], ["2.8", "2.11"]),
        ("2.10", "2.9", "2.10 – 2.9", [], ["2.9", "2.10"]),
    ],
)
def test_ranges(low: str, high: str, words: str, inside: list[str], outside: list[str]) -> None:
    versions = range_of(low, high)
    assert str(versions) == words
    assert bool(versions) == bool(words)
    assert [text for text in inside + outside if version(text) in versions] == inside


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Response (microversions 1.12 - )", "1.12", ""),
        ("200 (microversions 2.0 - 2.100)", "2.0", "2.100"),
        ("202 (microversion 2.101 - )", "2.101", ""),
        ("Request (microversion 2.5)", "2.5", "2.5"),
        ("Request (micro-version 2.5)", "2.5", "2.5"),
        ("Request (Microversions from 2.1 to 2.36)", "2.1", "2.36"),
        ("Request (microversions until 2.36)", "", "2.36"),
        ("Request (microversions - 2.36)", "", "2.36"),
        ("Request (microversions 2.1 – 2.36)", "2.1", "2.36"),
        ("Request (since microversion 2.64)", "2.64", ""),
        ("Request (from microversion 2.64)", "2.64", ""),
        ("Request (microversion 2.64 and later)", "2.64", ""),
        ("Request (microversion 2.64, or newer)", "2.64", ""),
        ("Request (microversion 2.64+)", "2.64", ""),
        ("Request (microversion 2.64 onwards)", "2.64", ""),
        ("Request (up to microversion 2.63)", "", "2.63"),
        ("Request (microversion 2.63 and earlier)", "", "2.63"),
        ("Request (microversion 2.63 and 2.64 say so)", "2.63", "2.63"),
        ("Request", "", ""),
        ("A microversion", "", ""),
        ("Version 2.1 of the API", "", ""),
        ("", "", ""),
    ],
)
def test_ranges_in_words(text: str, low: str, high: str) -> None:
    assert find_version_range(text) == range_of(low, high)


def test_no_range_is_every_version() -> None:
    assert find_version_range("Response") == EVERY_VERSION
    assert not EVERY_VERSION
