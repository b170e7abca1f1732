# SPDX-License-Identifier: Apache-2.0
"""Which answers are asked for again, and when."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from os_apiref.links.answer import Answer, Failure
from os_apiref.links.retry import Tries, retry_after_seconds
from os_apiref.links.settings import DEFAULT

NOON = "Sun, 06 Nov 1994 12:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("Sun, 06 Nov 1994 12:00:30 GMT", 30),
        ("Sunday, 06-Nov-94 12:01:00 GMT", 60),
        ("Sun Nov  6 12:00:05 1994", 5),
        ("Sun, 06 Nov 1994 11:00:00 GMT", 0),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("\u0661", None),
        ("Sun, 06 Nov 99999 12:00:00 GMT", None),
        ("Sun, 99 Nov 1994 12:00:00 GMT", None),
    ],
)
def test_retry_after_says_how_long_to_wait(value: str, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOON) == seconds


def test_a_number_of_any_length_is_a_long_wait() -> None:
    assert (retry_after_seconds("9" * 400) or 0) > 1e9


@pytest.mark.parametrize(
    ("status", "failure", "attempts"),
    [
        (200, None, 1),
        (404, None, 1),
        (500, None, 2),
        (501, None, 1),
        (502, None, 4),
        (503, None, 4),
        (504, None, 4),
        (None, Failure.RESET, 4),
        (None, Failure.TIMEOUT, 2),
        (200, Failure.RESET, 4),
        (200, Failure.TOO_LARGE, 1),
        (503, Failure.TOO_MANY_REDIRECTS, 1),
        (None, Failure.REFUSED, 1),
        (None, Failure.TLS, 1),
        (None, Failure.UNRESOLVED, 1),
        (None, Failure.MALFORMED_ANSWER, 1),
    ],
)
def test_what_may_pass_is_asked_again(
    status: int | None, failure: Failure | None, attempts: int
) -> None:
    tries = Tries(replace(DEFAULT, attempts=4), random.Random(1))
    answer = Answer("http://h/", status, failure)
    count = 1
    while tries.pause_before_next(answer) is not None:
        count += 1
    assert count == attempts


def test_pauses_double_and_differ() -> None:
    tries = Tries(replace(DEFAULT, attempts=5, retry_seconds=1.0), random.Random(1))
    answer = Answer("http://h/", 503)
    pauses = [tries.pause_before_next(answer) or 0 for _ in range(4)]
    for pause, middle in zip(pauses, (1, 2, 4, 8), strict=True):
        assert middle / 2 <= pause <= middle * 1.5
    assert len({pause / middle for pause, middle in zip(pauses, (1, 2, 4, 8), strict=True)}) == 4
