# SPDX-License-Identifier: Apache-2.0
"""The verification board: what is still to be verified, and what the machine saw of it.

Verification is a review in four steps for each source file; a marker, ``..
needs:word``, says that one of them is still to be done. The machine does no
review, but it sees what speaks against a step, and how much it could look at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from os_apiref.checks.bodies import has_keys
from os_apiref.checks.homes import Homes
from os_apiref.checks.sight import Seen, Sight
from os_apiref.checks.steps import State, Step
from os_apiref.model.operation import Marker, Operation
from os_apiref.model.reference import Reference
from os_apiref.problems import Place, Problem


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against one step of one file.

    ``facts`` are numbers by name, ``words`` say the same for people; ``lacks``
    says what could not be judged, nothing where the evidence is complete.
    """

    step: Step
    markers: tuple[Marker, ...]
    facts: Mapping[str, int]
    words: str
    lacks: tuple[str, ...]
    findings: tuple[Problem, ...]

    @property
    def state(self) -> State:
        """How far the step is."""
        if not self.markers:
            return State.VERIFIED
        if self.findings:
            return State.BLOCKED
        return State.PENDING if self.lacks else State.READY


@dataclass(frozen=True)
class BoardFile:
    """One source file with its operations, and the evidence for each of its steps.

    A file with operations has all four steps, any other only those that a
    marker in it asks for.
    """

    path: str
    operations: tuple[Operation, ...]
    steps: tuple[Evidence, ...]

    @property
    def findings(self) -> tuple[Problem, ...]:
        """What speaks against any of the steps, each finding once, by place."""
        found = dict.fromkeys(one for step in self.steps for one in step.findings)
        return tuple(sorted(found, key=lambda one: (one.place, one.message)))


@dataclass(frozen=True)
class Board:
    """Every source file that has operations or markers, by its path."""

    files: tuple[BoardFile, ...] = ()

    @property
    def states(self) -> Counter[State]:
        """How many steps are how far."""
        return Counter(step.state for file in self.files for step in file.steps)

    @property
    def total(self) -> int:
        """How many steps there are, done or not."""
        return self.states.total()

    @property
    def verified(self) -> int:
        """How many steps are done."""
        return self.states[State.VERIFIED]

    @property
    def percent(self) -> int:
        """The share that is verified, rounded down: 100 means all. 0 where there are no steps."""
        return 100 * self.verified // self.total if self.total else 0


@dataclass
class _Draft:
    """A file while its parts are gathered."""

    operations: dict[Place, Operation] = field(default_factory=dict)
    markers: list[Marker] = field(default_factory=list)
    findings: dict[Step, list[Problem]] = field(default_factory=dict)


def weigh_evidence(reference: Reference, problems: Iterable[Problem]) -> Board:
    """Return the board of a reference; ``problems`` are all that its check found.

    What a project silenced is not among them, so it speaks against no step.
    """
    drafts = _gather(reference)
    homes = Homes(reference, drafts)
    for problem in dict.fromkeys(problems):
        for path, step in homes.find(problem):
            drafts[path].findings.setdefault(step, []).append(problem)
    keyed = frozenset(path for path, file in reference.disk.samples.items() if has_keys(file))
    return Board(
        tuple(
            BoardFile(
                path,
                tuple(draft.operations.values()),
                tuple(_evidence(draft, reference, keyed)),
            )
            for path, draft in sorted(drafts.items())
        )
    )


def _gather(reference: Reference) -> dict[str, _Draft]:
    """Return the files of a reference; what several documents include counts once."""
    drafts: dict[str, _Draft] = {}
    for operation in reference.operations:
        draft = drafts.setdefault(operation.place.path, _Draft())
        draft.operations.setdefault(operation.place, operation)
    words = {step.value for step in Step}
    for marker in dict.fromkeys(reference.markers):
        if marker.word in words:
            drafts.setdefault(marker.place.path, _Draft()).markers.append(marker)
    return drafts


def _evidence(draft: _Draft, reference: Reference, keyed: frozenset[str]) -> Iterator[Evidence]:
    sight = Sight(reference, tuple(draft.operations.values()), keyed)
    for step in Step:
        markers = tuple(one for one in draft.markers if one.word == step.value)
        findings = tuple(draft.findings.get(step, ()))
        if draft.operations:
            seen = sight.of(step, findings)
        elif markers:
            seen = Seen({}, "no operations", ("nothing can be judged",))
        else:
            continue
        yield Evidence(step, markers, seen.facts, seen.words, seen.lacks, findings)
