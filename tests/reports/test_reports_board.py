# SPDX-License-Identifier: Apache-2.0
"""The board as JSON, with the schema that describes it, and as a badge."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from report_cases import HOSTILE

from os_apiref.checks.evidence import Board, BoardFile, Evidence, weigh_evidence
from os_apiref.checks.steps import State, Step
from os_apiref.kinds import ProblemKind
from os_apiref.model.operation import Marker, Operation
from os_apiref.model.reference import Reference, Route
from os_apiref.problems import Place, Problem
from os_apiref.reports import board as report

FOLDER = Path("/reference/source")
SERVERS = str(FOLDER / "servers.inc")
SVG = "{http://www.w3.org/2000/svg}"


def schema() -> Any:
    return json.loads(files("os_apiref.reports").joinpath("board.schema.json").read_text())


def rendered(board: Board, folder: Path = FOLDER) -> Any:
    """Return a board as a strict reader sees it, once the schema has been asked."""
    written = report.render_json(board, folder)
    assert written.isascii()
    document = json.loads(written)
    Draft202012Validator(schema()).validate(document)
    return document


def show(path: str = SERVERS, title: str = "Show server") -> Operation:
    return Operation("GET", "/servers/{id}", title, "index", "show-server", Place(path, 3))


def board_with(verified: int, total: int) -> Board:
    """A board with one file of so many steps."""
    place = Place(SERVERS, 1)
    steps = tuple(
        Evidence(
            Step.BODIES, () if at < verified else (Marker("x", place),), {}, "seen", ("a",), ()
        )
        for at in range(total)
    )
    return Board((BoardFile(SERVERS, (), steps),)) if total else Board()


def test_the_schema_is_one_and_has_a_name() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == f"urn:os-apiref:board:{report.VERSION}"


def test_the_schema_knows_every_step_and_state() -> None:
    definitions = schema()["$defs"]
    steps = definitions["file"]["properties"]["steps"]["properties"]
    assert list(steps) == [step.value for step in Step]
    states = [state.value for state in State]
    assert sorted(definitions["step"]["properties"]["state"]["enum"]) == sorted(states)
    assert set(states) < set(definitions["totals"]["required"])


def test_a_board_in_json() -> None:
    fault = Problem.of(
        ProblemKind.MISSING_KEY,
        Place(str(FOLDER.parent / "samples" / "show.json"), 2, 5),
        "'server' lacks 'id'",
        related=(Place(SERVERS, 30),),
    )
    marker = Marker("example_verification", Place(SERVERS, 1))
    reference = Reference((show(),), markers=(marker,), routes=())
    written = rendered(weigh_evidence(reference, [fault]))
    assert written["version"] == 1
    assert written["totals"] == {
        "operations": 1,
        "steps": 4,
        "verified": 3,
        "ready": 0,
        "pending": 0,
        "blocked": 1,
        "share": 0.75,
    }
    (file,) = written["files"]
    assert (file["path"], file["operations"]) == ("servers.inc", 1)
    assert list(file["steps"]) == [step.value for step in Step]
    assert file["steps"]["method_verification"] == {
        "state": "verified",
        "marker_lines": [],
        "facts": {"operations": 1, "routed": 1},
        "evidence": "1 operation, 1 with a route",
        "lacks": [],
        "finding_count": 0,
        "findings": [],
    }
    assert file["steps"]["example_verification"] == {
        "state": "blocked",
        "marker_lines": [1],
        "facts": {"samples": 0, "valid": 0, "agreeing": 0},
        "evidence": "no samples",
        "lacks": ["1 operation has neither table nor sample of a body"],
        "finding_count": 1,
        "findings": [
            {
                "rule": "missing-key",
                "path": "../samples/show.json",
                "line": 2,
                "column": 5,
                "message": "'server' lacks 'id'",
            }
        ],
    }


def test_a_board_of_nothing_has_no_share() -> None:
    written = rendered(Board())
    assert written["files"] == []
    assert written["totals"]["share"] is None


@pytest.mark.parametrize("kind", ProblemKind, ids=lambda kind: kind.label)
@pytest.mark.parametrize("routes", [None, (Route("GET", "/a", Place("routes", 1)),)])
def test_the_schema_admits_every_finding_and_fact(
    kind: ProblemKind, routes: tuple[Route, ...] | None
) -> None:
    fault = Problem.of(kind, Place(SERVERS), "found")
    markers = tuple(Marker(step.value, Place("/elsewhere/index.rst")) for step in Step)
    reference = Reference((show(),), markers=markers, routes=routes)
    assert len(rendered(weigh_evidence(reference, [fault]))["files"]) == 2


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_authors_wrote_is_text(text: str) -> None:
    path = str(FOLDER / f"x{text}")
    fault = Problem.of(ProblemKind.RELATIVE_PATH, Place(path, 3), text)
    board = weigh_evidence(Reference((show(path, title=text),)), [fault])
    assert len(rendered(board)["files"]) == 1


# The badge -------------------------------------------------------------------


def badge(board: Board) -> ElementTree.Element:
    written = report.render_badge(board)
    assert written.isascii()
    return ElementTree.fromstring(written)


@pytest.mark.parametrize(
    ("verified", "total", "value", "title"),
    [
        (139, 228, "60 %", "verified: 60 %, 139 of 228 steps"),
        (227, 228, "99 %", "verified: 99 %, 227 of 228 steps"),
        (4, 4, "100 %", "verified: 100 %, 4 of 4 steps"),
        (0, 4, "0 %", "verified: 0 %, 0 of 4 steps"),
        (0, 0, "no steps", "verified: no steps"),
    ],
)
def test_a_badge_says_its_share_to_everybody(
    verified: int, total: int, value: str, title: str
) -> None:
    root = badge(board_with(verified, total))
    assert [text.text for text in root.findall(f"{SVG}text")] == ["verified", value]
    assert root.findtext(f"{SVG}title") == title
    assert (root.get("role"), root.get("aria-label")) == ("img", title)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    if len(colour) == 4:
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("verified", [0, 49, 50, 89, 90, 100])
def test_a_badge_can_be_read(verified: int) -> None:
    root = badge(board_with(verified, 100))
    for text, ground in zip(root.findall(f"{SVG}text"), root.findall(f"{SVG}rect"), strict=True):
        lighter, darker = luminance(text.get("fill", "")), luminance(ground.get("fill", ""))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_low_middle_and_high_shares_look_different() -> None:
    colours = [
        badge(board_with(verified, 100)).findall(f"{SVG}rect")[1].get("fill")
        for verified in (0, 49, 50, 89, 90, 100)
    ]
    low, middle, high = colours[::2]
    assert colours == [low, low, middle, middle, high, high]
    assert len({low, middle, high}) == 3


def test_the_parts_of_a_badge_stand_side_by_side_and_hold_their_texts() -> None:
    root = badge(board_with(1, 1))
    left, right = root.findall(f"{SVG}rect")
    assert int(right.get("x", "")) == int(left.get("width", ""))
    whole = int(left.get("width", "")) + int(right.get("width", ""))
    assert root.get("width") == str(whole)
    for text, part in zip(root.findall(f"{SVG}text"), (left, right), strict=True):
        start, end = int(part.get("x", "")), int(part.get("x", "")) + int(part.get("width", ""))
        at = int(text.get("x", ""))
        assert start < at
        assert at + int(text.get("textLength", "")) < end


def test_a_badge_loads_nothing() -> None:
    written = report.render_badge(board_with(1, 2))
    assert written.replace("http://www.w3.org/2000/svg", "").count("//") == 0
    assert "href" not in written
    assert "style" not in written
