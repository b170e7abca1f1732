# SPDX-License-Identifier: Apache-2.0
"""Problems as findings of one check: weighed, silenced, and with fingerprints."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from os_apiref.checks.comments import Comments
from os_apiref.checks.weights import Weights
from os_apiref.kinds import Severity
from os_apiref.load.texts import Texts
from os_apiref.problems import Problem

FINGERPRINT_LENGTH = 20
"""Hexadecimal digits of a fingerprint."""

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Finding:
    """A problem with what it weighs in this project.

    ``fingerprint`` stays the same while lines move and other findings come and
    go: it is made of the rule, the file, the text of the line and the message
    without its numbers.
    """

    problem: Problem
    severity: Severity
    fingerprint: str


class Weighed(NamedTuple):
    """A problem that is to be told, and what it weighs in its project."""

    problem: Problem
    severity: Severity


def weigh(problems: Iterable[Problem], weights: Weights, comments: Comments) -> list[Weighed]:
    """Return the problems that are to be told, each once, by place."""
    weighed = [
        Weighed(problem, severity)
        for problem in sorted(dict.fromkeys(problems), key=lambda problem: problem.place)
        if (severity := weights.of(problem)) is not None
    ]
    return [one for one in weighed if not comments.silence(one.problem)]


def mark(weighed: Iterable[Weighed], source: Path, texts: Texts) -> list[Finding]:
    """Return weighed problems with fingerprints; ``source`` is the folder of the documents."""
    seen: Counter[str] = Counter()
    findings = []
    for problem, severity in weighed:
        line = " ".join(texts.line(problem.place).split())
        message = _NUMBER.sub("0", problem.message.replace(f"{source}/", ""))
        parts = (problem.kind.label, relative(problem.place.path, source), line, message)
        base = "\0".join(parts)
        seen[base] += 1
        digest = hashlib.sha256(f"{base}\0{seen[base]}".encode("utf-8", "surrogatepass"))
        findings.append(Finding(problem, severity, digest.hexdigest()[:FINGERPRINT_LENGTH]))
    return findings


def relative(path: str, folder: Path) -> str:
    """Return a path from a folder, with slashes, also to what lies outside of it."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return Path(path).as_posix()
