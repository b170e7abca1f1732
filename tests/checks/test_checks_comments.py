# SPDX-License-Identifier: Apache-2.0
"""Comments that silence one rule at one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from os_apiref.checks.comments import Comments
from os_apiref.kinds import ProblemKind
from os_apiref.load.texts import Texts
from os_apiref.problems import Place, Problem

RULE = ProblemKind.UNKNOWN_FIELD
OTHER = ProblemKind.DUPLICATE_KEY


def comments(tmp_path: Path, text: str) -> tuple[Comments, str]:
    path = tmp_path / "source"
    path.write_text(text, encoding="utf-8")
    return Comments(Texts()), str(path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (".. os-apiref: ignore unknown-field\n.. rest_method:: GET /\n", 2),
        (".. os-apiref: ignore unknown-field\n\n\n.. rest_method:: GET /\n", 4),
        (".. os-apiref: ignore os_apiref.unknown-field\nx", 2),
        (".. os_apiref: ignore unknown-field\nx", 2),
        (".. os-apiref: ignore duplicate-key, unknown-field\nx", 2),
        (".. os-apiref: ignore duplicate-key unknown-field -- because\nx", 2),
        (".. os-apiref: ignore unknown-field\n\n.. os-apiref: ignore duplicate-key\n\nx", 5),
        ("   .. os-apiref: ignore unknown-field\n   x", 2),
        ("x:  # os-apiref: ignore unknown-field", 1),
        ("x: '#'  # os-apiref: ignore unknown-field -- it is true", 1),
        ("# os-apiref: ignore unknown-field\nx:", 2),
        ("#os-apiref:ignore unknown-field\r\nx:", 2),
        ("   # os-apiref: ignore unknown-field\n   - a: b", 2),
    ],
)
def test_a_comment_beside_or_above_silences(tmp_path: Path, text: str, line: int) -> None:
    silencing, path = comments(tmp_path, text)
    assert silencing.silence(Problem.of(RULE, Place(path, line), "found"))
    left = [problem.kind for problem in silencing.problems([path])]
    assert left == ([ProblemKind.NEEDLESS_COMMENT] if "duplicate-key" in text else [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (".. os-apiref: ignore duplicate-key\nx", 2),
        (".. os-apiref: ignore unknown-field\nother\nx", 3),
        ("x\n.. os-apiref: ignore unknown-field", 1),
        ("y:  # os-apiref: ignore unknown-field\nx:", 2),
        (".. ignore unknown-field\nx", 2),
        ("prose about os-apiref: ignore unknown-field\nx", 2),
        (".. os-apiref: ignore\nx", 2),
        ("", 1),
        (".. os-apiref: ignore unknown-field\nx", 0),
        (".. os-apiref: ignore unknown-field\nx", 99),
    ],
)
def test_anything_else_silences_nothing(tmp_path: Path, text: str, line: int) -> None:
    silencing, path = comments(tmp_path, text)
    assert not silencing.silence(Problem.of(RULE, Place(path, line), "found"))


def test_a_comment_at_a_related_place_silences_too(tmp_path: Path) -> None:
    silencing, path = comments(
        tmp_path, ".. os-apiref: ignore unknown-field\n\n.. literalinclude:: s"
    )
    in_sample = Place(str(tmp_path / "s.json"), 4, 7)
    assert silencing.silence(Problem.of(RULE, in_sample, "found", related=(Place(path, 3),)))


def test_faults_of_markup_are_not_ours_to_silence(tmp_path: Path) -> None:
    silencing, path = comments(tmp_path, ".. os-apiref: ignore markup\nx")
    assert not silencing.silence(Problem.of(ProblemKind.MARKUP, Place(path, 2), "found"))


@pytest.mark.parametrize(
    ("above", "is_example"),
    [
        (".. code-block:: rst\n\n", True),
        ("Write::\n\n", True),
        ("   .. code-block:: rst\n\n   x\n\n", False),
        (".. rest_parameters:: parameters.yaml\n\n", False),
        ("definition:\n", False),
    ],
)
def test_a_comment_in_a_literal_block_is_an_example(
    tmp_path: Path, above: str, is_example: bool
) -> None:
    silencing, path = comments(tmp_path, f"{above}   # os-apiref: ignore unknown-field\n")
    assert bool(list(silencing.problems([path]))) is not is_example


def test_comments_that_silence_nothing_are_told(tmp_path: Path) -> None:
    text = (
        ".. os-apiref: ignore unknown-field\nx\n"
        "# os-apiref: ignore unknown-feild\n# os-apiref: ignore\n"
    )
    silencing, path = comments(tmp_path, text)
    needless, misspelt, empty = silencing.problems([path])
    assert (needless.kind, needless.place.line) == (ProblemKind.NEEDLESS_COMMENT, 1)
    assert (misspelt.kind, misspelt.place.line) == (ProblemKind.UNKNOWN_RULE, 3)
    assert misspelt.suggestion == "did you mean 'unknown-field'?"
    assert (empty.kind, empty.place.line) == (ProblemKind.UNKNOWN_RULE, 4)
