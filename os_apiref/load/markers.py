# SPDX-License-Identifier: Apache-2.0
"""Verification markers, ``.. needs:word``."""

from __future__ import annotations

import re

from os_apiref.kinds import ProblemKind
from os_apiref.problems import Place, Problem, did_you_mean

MARKERS = {
    "method_verification": "the methods and paths",
    "parameter_verification": "the parameters",
    "example_verification": "the examples",
    "body_verification": "the descriptions",
}
"""Every known marker, and what it says is still to be verified."""

_COMMENT = re.compile(r"needs:[ ]*([^\s:]+):{0,2}", re.ASCII)


def find_marker(comment: str) -> str:
    """Return the word of a comment that is a marker, '' for any other comment.

    ``needs: more work on names`` is prose, for it has several words.
    """
    match = _COMMENT.fullmatch(comment.strip())
    return match[1] if match else ""


def check_marker(word: str, place: Place) -> Problem | None:
    """Return the problem with a marker's word, None where it is known."""
    if word in MARKERS:
        return None
    hint = did_you_mean(word, MARKERS) or f"write one of {', '.join(MARKERS)}"
    return Problem.of(
        ProblemKind.UNKNOWN_MARKER, place, f"the marker 'needs:{word}' is not known", hint
    )
