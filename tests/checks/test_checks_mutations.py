# SPDX-License-Identifier: Apache-2.0
"""Recall: a reference is falsified in one place, and the rules of samples find it.

A mutation takes a row away, renames it, gives its definition a type that
contradicts, or makes it required; only such are drawn as a sample of the same
operation can reveal. Run as a script with a folder of documents, this prints
the share that is found: ``python tests/checks/test_checks_mutations.py SOURCE``.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from os_apiref.checks.comparisons import Comparison, compare
from os_apiref.checks.rules import SAMPLE_RULES
from os_apiref.model.evidence import is_in_body
from os_apiref.model.jsontype import json_types
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import ParameterUse
from os_apiref.model.reference import Reference
from os_apiref.model.samplematch import is_pattern, names_of, objects_at
from os_apiref.problems import Problem
from os_apiref.sphinxext.check import check_reference
from os_apiref.sphinxext.order import Order

SHARE = 0.9
MUTATIONS = 400
SEED = 20161122

DEMO = Path(__file__).parents[2] / "source"
CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nonexistent"))
REFERENCES = [DEMO, *sorted(CORPUS.glob("*/api-ref/source"))]

CONTRARY = {
    "string": "integer",
    "integer": "string",
    "number": "string",
    "boolean": "string",
    "object": "array",
    "array": "object",
}


class Mutation(NamedTuple):
    kind: str
    operation: Operation
    row: int

    def falsified(self) -> Operation:
        rows = list(self.operation.parameters)
        use = rows[self.row]
        assert use.definition is not None
        if self.kind == "removed":
            del rows[self.row]
        elif self.kind == "renamed":
            rows[self.row] = replace(use, name=f"{use.name}_anew")
        elif self.kind == "retyped":
            definition = replace(use.definition, type=contrary(use))
            rows[self.row] = replace(use, definition=definition)
        else:
            rows[self.row] = replace(use, definition=replace(use.definition, required=True))
        return replace(self.operation, parameters=tuple(rows))

    def is_found(self, reference: Reference) -> bool:
        before = problems(replace(reference, operations=(self.operation,)))
        after = problems(replace(reference, operations=(self.falsified(),)))
        return bool(after - before)


def problems(reference: Reference) -> set[Problem]:
    comparisons = list(compare(reference))
    return {problem for rule in SAMPLE_RULES for problem in rule(comparisons)}


def contrary(use: ParameterUse) -> str:
    types = sorted(json_types(use.definition.type)) if use.definition else []
    return CONTRARY.get(types[0], "") if types else ""


def mutations(reference: Reference) -> Iterator[Mutation]:
    """Every mutation of a reference that one of its samples can reveal."""
    for operation in reference.operations:
        comparisons = list(compare(replace(reference, operations=(operation,))))
        for number, use in enumerate(operation.parameters):
            if not is_in_body(use) or is_pattern(use.name) or has_twin(use, operation):
                continue
            here = [one for one in comparisons if use in one.match.rows]
            for kind, can_reveal in REVEALING.items():
                if can_reveal(use, here):
                    yield Mutation(kind, operation, number)


def has_twin(use: ParameterUse, operation: Operation) -> bool:
    """Whether another row of the same half explains the same key, or one below it."""
    leaf = names_of(use.name)[-1]
    return any(
        other is not use and other.role == use.role and leaf in names_of(other.name)
        for other in operation.parameters
    )


def shows(use: ParameterUse, here: list[Comparison]) -> bool:
    leaf = names_of(use.name)[-1]
    return any(path[-1] == leaf for one in here for path in one.match.keys)


def contradicts(use: ParameterUse, here: list[Comparison]) -> bool:
    leaf, types = names_of(use.name)[-1], json_types(contrary(use))
    return bool(types) and any(
        value.type != "null" and value.type not in types
        for one in here
        for path, key in one.match.keys.items()
        if path[-1] == leaf
        for value in key.values
    )


def is_lacked(use: ParameterUse, here: list[Comparison]) -> bool:
    """Whether one sample has the key and another, with the same object around, has not."""
    assert use.definition is not None
    if use.definition.required:
        return False
    leaf = names_of(use.name)[-1]
    homes = {path[:-1] for one in here for path in one.match.keys if path[-1] == leaf}
    return any(
        any(objects_at(one.match.sample, home))
        for one in here
        if one.version is not None or not use.definition.versions
        if not any(path[-1] == leaf for path in one.match.keys)
        for home in homes
    )


REVEALING: dict[str, Callable[[ParameterUse, list[Comparison]], bool]] = {
    "removed": shows,
    "renamed": shows,
    "retyped": contradicts,
    "required": is_lacked,
}


def found_by_kind(reference: Reference) -> dict[str, tuple[int, int]]:
    """How many mutations of each kind were found, and made."""
    chance = random.Random(SEED)
    pool: dict[str, list[Mutation]] = {kind: [] for kind in REVEALING}
    for mutation in mutations(reference):
        pool[mutation.kind].append(mutation)
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    kinds = [kind for kind in pool if pool[kind]]
    for _ in range(MUTATIONS):
        mutation = chance.choice(pool[chance.choice(kinds)])
        made[mutation.kind] += 1
        found[mutation.kind] += mutation.is_found(reference)
    return {kind: (found[kind], made[kind]) for kind in kinds}


def read(source: Path) -> Reference:
    with tempfile.TemporaryDirectory() as folder:
        return check_reference(Order(source, Path(folder))).reference


@pytest.mark.parametrize("source", REFERENCES, ids=lambda source: source.parts[-3])
def test_most_falsifications_are_found(source: Path) -> None:
    counts = found_by_kind(read(source))
    assert sum(made for _, made in counts.values()) == MUTATIONS
    assert sum(found for found, _ in counts.values()) >= SHARE * MUTATIONS, counts


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for kind, (found, made) in found_by_kind(read(Path(name))).items():
            print(f"{name}: {kind}: {found} of {made}")
