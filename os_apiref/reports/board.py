# SPDX-License-Identifier: Apache-2.0
"""The verification board for dashboards: JSON, and a badge with the verified share.

``board.schema.json`` beside this file describes the JSON. Both are ASCII, the
same in every encoding.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from os_apiref.checks.evidence import Board, BoardFile, Evidence
from os_apiref.checks.findings import relative
from os_apiref.checks.steps import State
from os_apiref.jsontext import decodable
from os_apiref.problems import Problem

VERSION = 1
"""Of the format: a change that a reader must know of brings the next number and schema."""

_SHARE_DIGITS = 4

_LABEL = "verified"
_LABEL_COLOUR = "#3f464d"
_NO_COLOUR = "#5f666e"
_COLOURS = ((90, "#0b7a41"), (50, "#a15c00"), (0, "#c22f2f"))
"""From which per cent on: white text has a contrast of 5 or more on each (WCAG asks for 4.5)."""

_HEIGHT = 20
_FONT_SIZE = 11
_PADDING = 7
_WIDE, _NARROW = "%mw", " fijlrt"
_FONTS = "Verdana, DejaVu Sans, Geneva, sans-serif"
"""Whichever is installed: the text is stretched to the width that it is given."""


def render_json(board: Board, folder: Path) -> str:
    """Return a board as one JSON object; its paths start at ``folder``."""
    states = board.states
    whole = {
        "version": VERSION,
        "totals": {
            "operations": sum(len(file.operations) for file in board.files),
            "steps": board.total,
            **{state.value: states[state] for state in State},
            "share": round(board.verified / board.total, _SHARE_DIGITS) if board.total else None,
        },
        "files": [_file(file, folder) for file in board.files],
    }
    return json.dumps(whole, indent=2) + "\n"


def _file(file: BoardFile, folder: Path) -> dict[str, Any]:
    return {
        "path": _path(file.path, folder),
        "operations": len(file.operations),
        "steps": {step.step.value: _step(step, folder) for step in file.steps},
    }


def _step(step: Evidence, folder: Path) -> dict[str, Any]:
    return {
        "state": step.state.value,
        "marker_lines": [marker.place.line for marker in step.markers],
        "facts": dict(step.facts),
        "evidence": step.words,
        "lacks": list(step.lacks),
        "finding_count": len(step.findings),
        "findings": [_finding(problem, folder) for problem in step.findings],
    }


def _finding(problem: Problem, folder: Path) -> dict[str, Any]:
    place = problem.place
    return {
        "rule": problem.kind.label,
        "path": _path(place.path, folder) if place.path else None,
        "line": place.line or None,
        "column": (place.line and place.column) or None,
        "message": decodable(problem.message),
    }


def _path(path: str, folder: Path) -> str:
    return decodable(relative(path, folder))


def render_badge(board: Board) -> str:
    """Return an SVG image that says which share of all steps is verified."""
    value, colour, title = "no steps", _NO_COLOUR, f"{_LABEL}: no steps"
    if board.total:
        value = f"{board.percent} %"
        colour = next(colour for least, colour in _COLOURS if board.percent >= least)
        title = f"{_LABEL}: {value}, {board.verified} of {board.total} steps"
    parts = [(_LABEL, _LABEL_COLOUR), (value, colour)]
    widths = [_width(text) + 2 * _PADDING for text, _ in parts]
    whole = sum(widths)
    size = {"width": str(whole), "height": str(_HEIGHT), "viewBox": f"0 0 {whole} {_HEIGHT}"}
    root = Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img", "aria-label": title},
    )
    SubElement(root, "title").text = title
    start = 0
    for (text, fill), width in zip(parts, widths, strict=True):
        _add_part(root, text, fill, start, width)
        start += width
    content: bytes = ElementTree.tostring(root, encoding="us-ascii")
    return content.decode("ascii") + "\n"


def _add_part(root: Element, text: str, fill: str, start: int, width: int) -> None:
    place = {"x": str(start), "width": str(width), "height": str(_HEIGHT)}
    SubElement(root, "rect", {**place, "fill": fill})
    style = {
        "x": str(start + _PADDING),
        "y": "14",
        "fill": "#fff",
        "font-family": _FONTS,
        "font-size": str(_FONT_SIZE),
        "textLength": str(width - 2 * _PADDING),
        "lengthAdjust": "spacingAndGlyphs",
    }
    SubElement(root, "text", style).text = text


def _width(text: str) -> int:
    """Return about how many pixels a text of letters and digits takes."""
    ems = sum(1.0 if one in _WIDE else 0.38 if one in _NARROW else 0.63 for one in text)
    return round(ems * _FONT_SIZE)
