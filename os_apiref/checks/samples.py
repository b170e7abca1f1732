# SPDX-License-Identifier: Apache-2.0
"""Rules that hold samples against the tables of their operations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from os_apiref.checks.comparisons import Comparison
from os_apiref.checks.missingkeys import find_homes, find_missing
from os_apiref.checks.undocumentedkeys import find_alternatives, find_undocumented
from os_apiref.kinds import ProblemKind
from os_apiref.model.evidence import is_in_body
from os_apiref.model.jsontype import json_types
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.parameter import Parameter
from os_apiref.model.reference import Reference
from os_apiref.model.samplematch import fits
from os_apiref.problems import Place, Problem

Comparisons = Sequence[Comparison]
"""Every sample of a reference beside its tables, made once for all rules."""

_TEXT_LIMIT = 40
_OR_TYPE = re.compile(
    r"\bor\s+an?\s+(number|integer|float|string|boolean|list|array|object|dict)\b", re.IGNORECASE
)


def malformed_samples(reference: Reference) -> Iterator[Problem]:
    """Samples that should be JSON and are not."""
    for file in reference.disk.samples.values():
        if file.problem:
            yield file.problem


def unused_samples(reference: Reference) -> Iterator[Problem]:
    """Files in the folders of samples that no document shows."""
    for path in reference.disk.unused_samples:
        yield Problem.of(
            ProblemKind.UNUSED_SAMPLE,
            Place(path),
            "no document shows this sample",
            "show it by a literalinclude, or remove it",
        )


def undocumented_keys(comparisons: Comparisons) -> Iterator[Problem]:
    """Keys of samples that no row of the operation names."""
    yield from find_undocumented(comparisons)


def missing_keys(comparisons: Comparisons) -> Iterator[Problem]:
    """Required body parameters that a sample lacks."""
    conditional: set[Place] = set()
    for _, group in groupby(comparisons, key=lambda one: id(one.operation)):
        of_operation = list(group)
        homes = find_homes(of_operation)
        for problem in chain.from_iterable(find_missing(one, homes) for one in of_operation):
            if problem.kind is ProblemKind.CONDITIONAL_REQUIREMENT:
                if problem.place in conditional:
                    continue  # it is about the definition: one sample is enough
                conditional.add(problem.place)
            yield problem


def contradicting_types(comparisons: Comparisons) -> Iterator[Problem]:
    """Values in samples that are of another type than the definition says."""
    for one in comparisons:
        for path, uses in one.match.described.items():
            definitions = [use.definition for use in uses if use.definition and is_in_body(use)]
            allowed = [json_types(definition.type) for definition in definitions]
            if not allowed or not all(allowed):
                continue
            types = frozenset().union(*allowed)
            wrong = (value for value in one.match.keys[path].values if not fits(value, types))
            value, definition = next(wrong, None), definitions[0]
            if value is None or any(_admits(one, value) for one in definitions):
                continue
            shown = f", {_shown(value)}" if value.text else ""
            yield Problem.of(
                ProblemKind.CONTRADICTING_TYPE,
                value.place,
                f"'{'.'.join(path)}' is of type {value.type} here{shown}, and its definition "
                f"'{definition.key}' in the {one.table} says {definition.type}",
                "correct the sample, the definition, or the row that names the definition",
                related=(one.sample.place, definition.place),
            )


def _shown(value: JsonValue) -> str:
    text = value.text if len(value.text) <= _TEXT_LIMIT else value.text[:_TEXT_LIMIT] + "…"
    return json.dumps(text, ensure_ascii=False) if value.type == "string" else text


def _admits(definition: Parameter, value: JsonValue) -> bool:
    """Whether the text of a definition names a word as a value, whatever its type.

    ``none`` and ``auto`` in place of an array are such words. A boolean's text
    names its values as Python writes them, which says nothing of JSON; in
    quotes it does. A number that is a word is a contradiction. "Or a number" is
    another type, which the field cannot say.
    """
    text = definition.description.content if definition.description else ""
    types = json_types(definition.type)
    if any(value.type in json_types(word) for word in _OR_TYPE.findall(text)):
        return True
    if value.type != "string" or not value.text or types & {"integer", "number"}:
        return False
    quotes = ['"{}"'] if "boolean" in types else ['"{}"', "*{}*", "``{}``"]
    return any(quote.format(value.text) in text for quote in quotes)


def misplaced_keys(comparisons: Comparisons) -> Iterator[Problem]:
    """Keys at another depth than the dotted name of their row says."""
    for one in comparisons:
        alternatives = find_alternatives(one)
        for path, use in one.match.misplaced.items():
            *above, name = path
            if above and (above[-1] in alternatives or not one.match.is_known(tuple(above))):
                continue  # what is said of the object is enough
            yield Problem.of(
                ProblemKind.MISPLACED_KEY,
                one.match.keys[path].places[0],
                f"'{name}' stands at '{'.'.join(path)}' in the sample, "
                f"and at '{use.name}' in the {one.table}",
                "correct the name of the row, or move the key",
                related=(one.sample.place, use.place),
            )
