# SPDX-License-Identifier: Apache-2.0
"""What each kind of finding weighs in a project: its own weight, or what the project says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from os_apiref.kinds import ProblemKind, Severity
from os_apiref.problems import Problem, did_you_mean

OFF = "off"
LEVELS = (OFF, *(severity.value for severity in Severity))
"""What may be said of a rule, from the least."""

_LABELS = tuple(kind.label for kind in ProblemKind)


class UnknownWeight(ValueError):  # noqa: N818 - the project's, not an error of ours
    """A rule or a level that does not exist; the message says what to write instead."""


@dataclass(frozen=True)
class Weights:
    """The weights of one project; ``levels`` holds what it says of rules, None for off."""

    levels: Mapping[str, Severity | None] = field(default_factory=dict)
    checking: bool = True
    """Whether every rule is looked for, as in a check, or none, as in a plain build."""

    def of(self, problem: Problem) -> Severity | None:
        """Return what a problem weighs, None where nobody wants to hear of it."""
        default = problem.severity if self.checking else problem.plain
        return self.levels.get(problem.kind.label, default)


def parse_level(rule: str, level: object) -> Severity | None:
    """Return the severity that a project gives a rule, None for off; raises UnknownWeight."""
    if rule not in _LABELS:
        hint = did_you_mean(rule, _LABELS) or "see the list of rules in the manual"
        raise UnknownWeight(f"there is no rule '{rule}'; {hint}")
    if level is False or level == OFF:  # 'off' is a boolean of YAML 1.1
        return None
    if level not in LEVELS:
        near = did_you_mean(level, LEVELS) if isinstance(level, str) else ""
        hint = near or f"write one of {', '.join(LEVELS)}"
        raise UnknownWeight(f"'{level}' is no level for the rule '{rule}'; {hint}")
    return Severity(level)
