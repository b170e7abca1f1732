# SPDX-License-Identifier: Apache-2.0
"""Markers of verification in comments."""

from __future__ import annotations

import pytest

from os_apiref.kinds import ProblemKind
from os_apiref.load.markers import MARKERS, check_marker, find_marker
from os_apiref.problems import Place


@pytest.mark.parametrize(
    ("comment", "word"),
    [
        ("needs:method_verification", "method_verification"),
        ("needs: body_verification", "body_verification"),
        ("needs:example_verification::", "example_verification"),
        ("needs:anything", "anything"),
        ("needs: more work on names", ""),
        ("needs:", ""),
        ("needs", ""),
        ("this needs:method_verification", ""),
        ("needs:method_verification\nand more", ""),
        ("", ""),
    ],
)
def test_comments(comment: str, word: str) -> None:
    assert find_marker(comment) == word


def test_known_words_are_no_problem() -> None:
    assert [check_marker(word, Place("a.inc", 1)) for word in MARKERS] == [None] * 4


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("parametr_verification", "did you mean 'parameter_verification'?"),
        ("love", "write one of method_verification, parameter_verification,"
         " example_verification, body_verification"),
    ],
)  # fmt: skip
def test_an_unknown_word(word: str, advice: str) -> None:
    problem = check_marker(word, Place("a.inc", 1))
    assert problem is not None
    assert (problem.kind, problem.place) == (ProblemKind.UNKNOWN_MARKER, Place("a.inc", 1))
    assert problem.suggestion == advice
