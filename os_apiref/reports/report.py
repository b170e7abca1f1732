# SPDX-License-Identifier: Apache-2.0
"""What every report is made of, and the words that all of them share."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from os_apiref.checks.findings import Finding, relative
from os_apiref.kinds import Severity
from os_apiref.load.texts import Texts
from os_apiref.problems import Place, count, visible

NO_FILE = "(no file)"
"""What people read where a finding has no file."""


@dataclass(frozen=True)
class Report:
    """One check of one reference, as it is to be told.

    Shown paths start at ``folder``; ``version`` is the package's, ``operations``
    the number of operations that were checked.
    """

    findings: tuple[Finding, ...]
    folder: Path
    texts: Texts
    version: str
    operations: int

    def path(self, path: str) -> str:
        """Return a path from the folder, with slashes; '' where there is no file."""
        return relative(path, self.folder) if path else ""

    def rooted(self, path: str) -> str:
        """Return a path from the folder as far as it lies inside, else the absolute one.

        GitHub and SARIF refuse to climb with ``..``, and understand both of these.
        """
        shown = self.path(path)
        return Path(os.path.abspath(path)).as_posix() if shown.startswith("../") else shown

    def place(self, place: Place) -> str:
        """Return ``path:line:column`` for people, as far as it is known."""
        path = visible(self.path(place.path)) or NO_FILE
        # A line that starts with '::' is a command to GitHub's runner.
        return str(place._replace(path=f"./{path}" if path.startswith(":") else path))

    @property
    def summary(self) -> str:
        """How many findings of each severity there are in how many operations."""
        counts = Counter(finding.severity for finding in self.findings)
        heaviest_first = sorted(counts, key=lambda severity: -severity.rank)
        told = [count(counts[severity], severity.value) for severity in heaviest_first]
        return f"{_listed(told) or 'No problems'} in {count(self.operations, 'operation')}."


class RuleCount(NamedTuple):
    """How often a rule was broken."""

    times: int
    severity: Severity
    rule: str


def count_rules(findings: Iterable[Finding]) -> list[RuleCount]:
    """Return how often each rule was broken, the heaviest and then the commonest first."""
    counts = Counter((one.severity, one.problem.kind.label) for one in findings)
    rules = [RuleCount(number, severity, rule) for (severity, rule), number in counts.items()]
    return sorted(rules, key=lambda one: (-one.severity.rank, -one.times, one.rule))


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
