# SPDX-License-Identifier: Apache-2.0
"""Problems: how they are said."""

from __future__ import annotations

import re

import pytest

from os_apiref.kinds import ProblemKind
from os_apiref.problems import TEXT_LIMIT, Place, Problem, did_you_mean, nearest


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a.inc"), "a.inc"),
        (Place("a.inc", 3), "a.inc:3"),
        (Place("a.inc", 3, 7), "a.inc:3:7"),
    ],
)
def test_places(place: Place, text: str) -> None:
    assert str(place) == text


def test_a_problem_in_one_line() -> None:
    problem = Problem.of(ProblemKind.UNKNOWN_FIELD, Place("p.yaml", 3, 7), "found x", "write y")
    assert str(problem) == "p.yaml:3:7: found x; write y [os_apiref.unknown-field]"
    assert problem.severity is ProblemKind.UNKNOWN_FIELD.severity
    assert Problem.of(ProblemKind.MARKUP, Place("a"), "found x").text == "found x"


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "\x1b[31mred", "a\u2028b", "\ud800", "\u202e"])
def test_no_quoted_text_ends_a_line_or_moves_the_terminal(text: str) -> None:
    problem = Problem.of(ProblemKind.UNKNOWN_FIELD, Place("p.yaml", 3), text, text)
    assert problem.text.isprintable()
    assert problem.text.count("\\") >= 2


def test_a_long_name_is_cut_in_its_middle() -> None:
    name = "start" + "x" * 10_000 + "end"
    text = Problem.of(ProblemKind.UNKNOWN_FIELD, Place("p.yaml"), name).text
    assert re.fullmatch("startx+ … x+end", text)
    assert len(text) < TEXT_LIMIT + 10


def test_kinds_have_names_of_their_own_and_a_sentence() -> None:
    labels = [kind.label for kind in ProblemKind]
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", label) for label in labels)
    assert all(kind.sentence.endswith(".") for kind in ProblemKind)


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("requried", ["required", "type"], "required"),
        ("REQUIRED", ["required"], "required"),
        ("server_Id", ["Server_ID", "flavor"], "Server_ID"),
        ("colour", ["required", "type"], ""),
        ("", ["required"], ""),
        ("a", [], ""),
        ("x" * 100_000, ["x" * 99_999], ""),
    ],
)
def test_the_nearest_word(word: str, known: list[str], expected: str) -> None:
    assert nearest(word, known) == expected
    assert did_you_mean(word, known) == (f"did you mean '{expected}'?" if expected else "")
