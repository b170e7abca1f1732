# SPDX-License-Identifier: Apache-2.0
"""Rules on markers: steps that are still to be done, and those that can be called done.

They look at the board, so they come after all other rules: each marker that
is known has one finding, of the one kind or the other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from os_apiref.checks.evidence import Board, Evidence
from os_apiref.checks.steps import State
from os_apiref.kinds import ProblemKind
from os_apiref.load.markers import MARKERS
from os_apiref.problems import Problem


def pending_verifications(board: Board) -> Iterator[Problem]:
    """Markers whose step is still to be done."""
    for name, step in _steps(board):
        if step.state is not State.READY:
            for marker in step.markers:
                yield Problem.of(
                    ProblemKind.PENDING_VERIFICATION,
                    marker.place,
                    f"{marker.word} of {name} is still to be done",
                    f"verify {MARKERS[marker.word]}{_obstacle(step)}, then remove the marker",
                )


def _obstacle(step: Evidence) -> str:
    """Return why the machine cannot call a step done."""
    if step.findings:
        number = len(step.findings)
        speaks = "1 finding speaks" if number == 1 else f"{number} findings speak"
        return f" ({speaks} against it)"
    return f" ({', '.join(step.lacks)})"


def ready_markers(board: Board) -> Iterator[Problem]:
    """Markers that are left although the evidence for their step is complete and clean."""
    for name, step in _steps(board):
        if step.state is State.READY:
            for marker in step.markers:
                yield Problem.of(
                    ProblemKind.READY_MARKER,
                    marker.place,
                    f"nothing is left of {marker.word} of {name} that a machine could find: "
                    f"{step.words}",
                    "remove it; os-apiref check --remove-ready-markers does",
                )


def _steps(board: Board) -> Iterator[tuple[str, Evidence]]:
    """Yield every step with the name of its file."""
    for file in board.files:
        for step in file.steps:
            yield os.path.basename(file.path), step
