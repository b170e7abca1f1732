# SPDX-License-Identifier: Apache-2.0
"""What the machine sees of each step of verification in one file: numbers, words, what lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from os_apiref.checks.bodies import Body, bodies_of, has_table, is_silent
from os_apiref.checks.paths import placeholders, without_query
from os_apiref.checks.steps import DISAGREEMENTS, Step
from os_apiref.kinds import ProblemKind
from os_apiref.model.operation import Operation
from os_apiref.model.reference import Reference
from os_apiref.problems import Problem


class Seen(NamedTuple):
    """What was seen; ``lacks`` says what nothing could be told of."""

    facts: Mapping[str, int]
    words: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sight:
    """The operations of one file; ``keyed`` are the paths of the samples that have keys."""

    reference: Reference
    operations: tuple[Operation, ...]
    keyed: Set[str]

    def of(self, step: Step, findings: Sequence[Problem]) -> Seen:
        """Return what is seen of a step, beside the findings that speak against it."""
        look = {
            Step.METHODS: self._methods,
            Step.PARAMETERS: self._parameters,
            Step.EXAMPLES: self._examples,
            Step.BODIES: self._bodies,
        }
        return look[step](findings)

    @cached_property
    def bodies(self) -> list[Body]:
        """What the operations take and answer."""
        return [body for one in self.operations for body in bodies_of(one, self.keyed)]

    @cached_property
    def _untabled(self) -> str:
        untabled = sum(not body.has_table for body in self.bodies)
        return _lack(untabled, "body has no table", "bodies have no table")

    @cached_property
    def _silence(self) -> str:
        return _lack(
            sum(map(is_silent, self.operations)),
            "operation has neither table nor sample of a body",
            "operations have neither table nor sample of a body",
        )

    def _methods(self, findings: Sequence[Problem]) -> Seen:
        operations = _count(len(self.operations), "operation")
        facts = {"operations": len(self.operations)}
        if self.reference.routes is None:
            return Seen(facts, operations, ("no routes given",))
        unknown = _count_kind(findings, ProblemKind.UNKNOWN_ROUTE)
        facts["routed"] = max(0, len(self.operations) - unknown)
        return Seen(facts, f"{operations}, {facts['routed']} with a route")

    def _parameters(self, findings: Sequence[Problem]) -> Seen:
        names = [name for one in self.operations for name in placeholders(without_query(one.path))]
        rows = [row for one in self.operations for row in one.parameters]
        definitions = [row.definition for row in rows if row.definition]
        unknown = _count_kind(findings, ProblemKind.UNDOCUMENTED_PLACEHOLDER)
        facts = {
            "placeholders": len(names),
            "documented": max(0, len(names) - unknown),
            "rows": len(rows),
            "defined": len(definitions),
            "typed": sum(bool(definition.type) for definition in definitions),
            "bodies": len(self.bodies),
            "tabled": sum(body.has_table for body in self.bodies),
        }
        words = [
            f"{_count(len(names), 'placeholder')}, {facts['documented']} documented"
            if names
            else "",
            f"{_count(len(rows), 'row')}, {facts['defined']} defined, {facts['typed']} typed"
            if rows
            else "no rows",
        ]
        return Seen(facts, ", ".join(_said(*words)), _said(self._untabled, self._silence))

    def _examples(self, findings: Sequence[Problem]) -> Seen:
        disagreeing = {
            (one.place.path, place)
            for one in findings
            if one.kind in DISAGREEMENTS
            for place in one.related
        }
        shown = {
            (sample.path, sample.place): (operation, sample)
            for operation in self.operations
            for sample in operation.samples
        }
        valid, untabled = set(), set()
        for key, (operation, sample) in shown.items():
            file = self.reference.disk.samples.get(sample.path)
            if file is None or file.problem is None:
                valid.add(key)
            if sample.path in self.keyed and not (
                sample.role and has_table(operation, sample.role)
            ):
                untabled.add(key)
        facts = {
            "samples": len(shown),
            "valid": len(valid),
            "agreeing": len(valid - untabled - disagreeing),
        }
        agree = "agrees" if facts["agreeing"] == 1 else "agree"
        words = (
            f"{_count(len(shown), 'sample')}, {facts['valid']} valid, "
            f"{facts['agreeing']} {agree} with the tables"
        )
        lacks = _said(
            "no sample shows any body" if self.bodies and not shown else "",
            _lack(len(untabled), "sample has no table", "samples have no table"),
            self._silence,
        )
        return Seen(facts, words if shown else "no samples", lacks)

    def _bodies(self, findings: Sequence[Problem]) -> Seen:
        facts = {
            "operations": len(self.operations),
            "with_text": sum(bool(one.summary) for one in self.operations),
            "with_codes": sum(bool(one.statuses) for one in self.operations),
            "bodies": len(self.bodies),
            "shown": sum(body.has_sample for body in self.bodies),
        }
        operations = _count(len(self.operations), "operation")
        bodies = _count(len(self.bodies), "body", "bodies")
        words = (
            f"{operations}, {facts['with_codes']} with status codes, "
            f"{bodies}, {facts['shown']} with a sample"
        )
        untold = _lack(
            facts["operations"] - facts["with_text"],
            "operation has no text below its method",
            "operations have no text below their methods",
        )
        return Seen(facts, words, _said(untold, self._untabled, self._silence))


def _count_kind(findings: Sequence[Problem], kind: ProblemKind) -> int:
    return sum(one.kind is kind for one in findings)


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def _lack(number: int, one: str, several: str) -> str:
    return _count(number, one, several) if number else ""


def _said(*lacks: str) -> tuple[str, ...]:
    return tuple(lack for lack in lacks if lack)
