# SPDX-License-Identifier: Apache-2.0
"""Reports to try the formats with."""

from __future__ import annotations

from pathlib import Path

from os_apiref.checks.findings import Finding
from os_apiref.kinds import ProblemKind
from os_apiref.load.texts import Texts
from os_apiref.problems import Edit, Place, Problem
from os_apiref.reports.report import Report

HOSTILE = {
    "tag": "<script>alert(1)</script>&amp;",
    "cdata": "]]>",
    "colour": "\x1b[31mred\x1b[0m",
    "title of the terminal": "\x1b]0;title\x07",
    "lines": "one\ntwo\r\nthree\rfour\x0b\x85\u2028five",
    "percent": "%0A::error::percent",
    "command": "::error::command",
    "old command": "##[error]command",
    "right to left": "a\u202eb",
    "lone surrogate": "a\ud800b",
    "undecodable byte": "a\udce9b",
    "null": "a\x00b",
    "no character": "a\ufffe\uffffb",
    "quotes": "\"'`\\",
    "link": "[text](https://example.org)",
    "placeholder": "{0} {project_id}",
    "braces": "]}{[",
    "accents": "e\u0301\u0301\u0301",
    "wide": "日本語",
    "outside of the plane": "\U0001f600",
    "nothing": "",
    "long": "x" * 1000,
    "spaces": " " * 200,
}
"""What an author may write, by what is bad about it."""

REFERENCE = "\n".join(
    [
        "name:",
        "  in: path",
        "  requird: true",
        "  type: string",
        "",
    ]
)


def write(folder: Path, name: str, text: str = REFERENCE) -> str:
    """Return the path of a new file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return str(path)


def report_of(folder: Path, *problems: Problem, operations: int = 254) -> Report:
    """Return a report whose findings weigh what their problems do; fingerprints count."""
    findings = tuple(
        Finding(problem, problem.severity, f"{number:020x}")
        for number, problem in enumerate(problems, 1)
    )
    return Report(findings, folder, Texts(), "1.2.3", operations)


def misspelt(path: str) -> Problem:
    """A warning with a column and a repair, of the file that REFERENCE is."""
    place = Place(path, 3, 3)
    return Problem.of(
        ProblemKind.UNKNOWN_FIELD,
        place,
        "parameter 'name' has an unknown field 'requird'",
        "did you mean 'required'?",
        edits=(Edit(place, "requird", "required"),),
    )


def undescribed(path: str, line: int = 1) -> Problem:
    """A warning with a line only."""
    return Problem.of(ProblemKind.MISSING_DESCRIPTION, Place(path, line), "no description")


def untyped(path: str) -> Problem:
    """An error with a column."""
    return Problem.of(
        ProblemKind.MISSING_FIELD, Place(path, 1, 1), "no field 'type'", "write 'type: string'"
    )


def unused(path: str) -> Problem:
    """A note about a whole file."""
    return Problem.of(ProblemKind.UNUSED_SAMPLE, Place(path), "no document shows this file")


def hostile_report(folder: Path, text: str) -> Report:
    """Return a report with a text in the source and wherever an author's words can come to."""
    path = write(folder, "hostile.yaml", f"{text} {text}\n{text}\n")
    place, other = Place(path, 1, 2), Place(f"{folder}/{text.replace(chr(0xD800), '')}.rst", 7)
    return report_of(
        folder,
        Problem(ProblemKind.UNKNOWN_FIELD, place, text, text, edits=(Edit(place, text, text),)),
        Problem(ProblemKind.UNKNOWN_FIELD, place, text, related=(other,)),
        Problem(ProblemKind.MARKUP, other, text, sphinx_name=text),
        Problem(ProblemKind.MARKUP, Place(""), text),
    )
