# SPDX-License-Identifier: Apache-2.0
"""Every rule, and a reference held against all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from os_apiref.checks import (
    definitions,
    files,
    operations,
    placeholders,
    routes,
    rows,
    samples,
    statuses,
)
from os_apiref.checks.comparisons import compare
from os_apiref.model.reference import Reference
from os_apiref.problems import Problem

Rule = Callable[[Reference], Iterator[Problem]]
SampleRule = Callable[[samples.Comparisons], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    definitions.unused_definitions,
    definitions.unknown_types,
    definitions.inverted_versions,
    definitions.definitions_out_of_order,
    operations.nested_operations,
    operations.duplicate_operations,
    placeholders.undocumented_placeholders,
    placeholders.unknown_path_parameters,
    operations.whitespace_in_path,
    operations.relative_paths,
    operations.queries_in_paths,
    operations.operations_without_sample,
    rows.duplicate_rows,
    rows.overlapping_rows,
    rows.version_gaps,
    rows.misplaced_rows,
    statuses.missing_status_codes,
    statuses.misfiled_statuses,
    samples.malformed_samples,
    samples.unused_samples,
    files.orphan_includes,
    files.repeated_includes,
    routes.undocumented_routes,
    routes.unknown_routes,
)
"""In the order of the groups of kinds."""

SAMPLE_RULES: tuple[SampleRule, ...] = (
    samples.undocumented_keys,
    samples.missing_keys,
    samples.contradicting_types,
    samples.misplaced_keys,
)


def check(reference: Reference) -> Iterator[Problem]:
    """Yield what was found while the reference was read, and what the rules find."""
    yield from reference.problems
    for rule in RULES:
        yield from rule(reference)
    comparisons = list(compare(reference))
    for sample_rule in SAMPLE_RULES:
        yield from sample_rule(comparisons)
