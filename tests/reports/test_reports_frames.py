# SPDX-License-Identifier: Apache-2.0
"""Text for people at a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_cases import HOSTILE, hostile_report, misspelt, report_of, undescribed, unused, write

from os_apiref.kinds import ProblemKind
from os_apiref.problems import Place, Problem
from os_apiref.reports import frames

SILENCE = """\
To silence a rule at one place, write '# os-apiref: ignore RULE' ('.. os-apiref: ignore RULE' in
RST) at the end of the line or above it; for the whole project, set os_apiref_checks in conf.py.
"""


def test_a_finding_is_shown_in_its_source(tmp_path: Path) -> None:
    report = report_of(tmp_path, misspelt(write(tmp_path, "parameters.yaml")))
    assert (
        frames.render(report)
        == (
            "warning[unknown-field]: parameter 'name' has an unknown field 'requird'\n"
            " --> parameters.yaml:3:3\n"
            "2 |   in: path\n"
            "3 |   requird: true\n"
            "  |   ^^^^^^^\n"
            "4 |   type: string\n"
            "  = help: did you mean 'required'?\n"
            f"  = why: {ProblemKind.UNKNOWN_FIELD.why}\n"
            "\n"
            "1 warning in 254 operations.\n"
            "1 finding can be repaired: os-apiref check --fix\n"
        )
        + SILENCE
    )


def test_numbers_of_lines_are_aligned(tmp_path: Path) -> None:
    path = write(tmp_path, "long.yaml", "a: b\n" * 20)
    told = frames.render(report_of(tmp_path, undescribed(path, 9))).splitlines()
    assert told[1:7] == [
        "  --> long.yaml:9",
        " 8 | a: b",
        " 9 | a: b",
        "   | ^^^^",
        "10 | a: b",
        f"   = why: {ProblemKind.MISSING_DESCRIPTION.why}",
    ]


def test_a_finding_about_a_whole_file_has_no_frame(tmp_path: Path) -> None:
    told = frames.render(report_of(tmp_path, unused(str(tmp_path / "get.json")))).splitlines()
    assert told[:3] == [
        "note[unused-sample]: no document shows this file",
        " --> get.json",
        f"  = why: {ProblemKind.UNUSED_SAMPLE.why}",
    ]


def test_why_a_rule_matters_is_said_once(tmp_path: Path) -> None:
    path = write(tmp_path, "parameters.yaml")
    told = frames.render(report_of(tmp_path, misspelt(path), undescribed(path), misspelt(path)))
    assert told.count(ProblemKind.UNKNOWN_FIELD.why) == 1
    assert told.count(ProblemKind.MISSING_DESCRIPTION.why) == 1


def test_related_places_are_told(tmp_path: Path) -> None:
    related = (Place(str(tmp_path / "a.inc"), 7), Place(str(tmp_path / "b.inc"), 9, 2))
    problem = Problem.of(ProblemKind.DUPLICATE_ROW, Place("p"), "twice", related=related)
    told = frames.render(report_of(tmp_path, problem))
    assert "  = also: a.inc:7\n  = also: b.inc:9:2\n" in told


def test_a_fault_of_markup_tells_the_name_that_suppresses_it(tmp_path: Path) -> None:
    problem = Problem(ProblemKind.MARKUP, Place("p"), "unknown document", sphinx_name="ref.doc")
    told = frames.render(report_of(tmp_path, problem))
    assert "  = name: 'ref.doc' for suppress_warnings in conf.py\n" in told


def test_a_clean_reference_is_one_line(tmp_path: Path) -> None:
    assert frames.render(report_of(tmp_path)) == "No problems in 254 operations.\n"


def test_without_repairs_none_are_offered(tmp_path: Path) -> None:
    assert "--fix" not in frames.render(report_of(tmp_path, unused("p")))


def test_many_findings_are_counted_by_rule(tmp_path: Path) -> None:
    told = frames.render(report_of(tmp_path, *(unused("p") for _ in range(21))))
    assert "21 notes in 254 operations.\n  21  note     unused-sample\nTo silence" in told


def test_colours_change_nothing_but_colours(tmp_path: Path) -> None:
    report = report_of(tmp_path, misspelt(write(tmp_path, "parameters.yaml")))
    coloured = frames.render(report, colour=True)
    assert coloured.startswith("\x1b[1;33mwarning[unknown-field]\x1b[0m")
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == frames.render(report)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_authors_cannot_colour_the_terminal(tmp_path: Path, text: str) -> None:
    report = hostile_report(tmp_path, text)
    coloured = frames.render(report, colour=True)
    assert re.sub(r"\x1b\[(?:0|1|34|1;3[136])m", "", coloured) == frames.render(report)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "one two three four five six seven",
            [
                "warning[unknown-type]: one two three",
                "  four five six seven",
                " --> p",
                "  = help: one two three four five six",
                "          seven",
            ],
        ),
        (
            "x" * 50,
            ["warning[unknown-type]:", f"  {'x' * 50}", " --> p", f"  = help: {'x' * 50}"],
        ),
    ],
    ids=["words", "a long word"],
)
def test_long_texts_are_wrapped_between_words(tmp_path: Path, text: str, told: list[str]) -> None:
    problem = Problem.of(ProblemKind.UNKNOWN_TYPE, Place(str(tmp_path / "p")), text, text)
    written = frames.render(report_of(tmp_path, problem), width=40)
    assert written.splitlines()[: len(told)] == told


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_source_fits_into_the_terminal(tmp_path: Path, width: int) -> None:
    path = write(tmp_path, "get.json", f'{{"a": "{"x" * 100_000}"}}\n' * 12)
    place = Place(path, 11, 50_000)
    problem = Problem.of(ProblemKind.CONTRADICTING_TYPE, place, "a string")
    told = frames.render(report_of(tmp_path, problem), width=width).splitlines()
    source = [line for line in told if re.match(r"[ \d]+\|", line)]
    assert len(source) == 4
    assert max(map(len, source)) == width
