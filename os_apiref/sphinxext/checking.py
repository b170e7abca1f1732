# SPDX-License-Identifier: Apache-2.0
"""The checks of a whole reference, in a build and for the command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from os_apiref.checks.comments import Comments
from os_apiref.checks.evidence import weigh_evidence
from os_apiref.checks.findings import Weighed, weigh
from os_apiref.checks.markers import pending_verifications, ready_markers
from os_apiref.checks.repairs import with_repairs
from os_apiref.checks.rules import check
from os_apiref.kinds import Severity
from os_apiref.load.disk import load_disk
from os_apiref.load.texts import Texts
from os_apiref.model.reference import Reference, Route
from os_apiref.problems import Problem
from os_apiref.sphinxext.config import weights
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.warn import unsuppressed


def whole_reference(env: BuildEnvironment, routes: tuple[Route, ...] | None = None) -> Reference:
    """Return all that the documents say, with their definitions and what lies on the disk."""
    domain = rest_domain(env)
    reference = domain.reference()
    source = Path(env.srcdir)
    shown = {str(source / name) for names in env.dependencies.values() for name in names}
    return replace(
        reference,
        problems=tuple(domain.problems_of_project()),
        definitions=tuple(domain.definition_files()),
        disk=load_disk(source, reference.operations, shown),
        routes=routes,
        sources=domain.sources(),
    )


def find_problems(
    reference: Reference,
    config: Config,
    texts: Texts,
    levels: Mapping[str, Severity | None] = MappingProxyType({}),
) -> list[Weighed]:
    """Return everything that is wrong with a reference and not silenced, by place.

    ``levels`` go before those of the configuration.
    """
    of_project = weights(config)
    given = replace(of_project, levels={**of_project.levels, **levels}, checking=True)
    comments = Comments(texts)

    def told(problems: Iterable[Problem]) -> list[Weighed]:
        return weigh(unsuppressed(problems, config), given, comments)

    found = told(with_repairs(check(reference), reference, texts))
    # What speaks against a marker is what the rules found, as the project weighs it;
    # what a comment was good for is known when all else is.
    board = weigh_evidence(reference, [one.problem for one in found])
    found += told(pending_verifications(board))
    found += told(ready_markers(board))
    found += told(comments.problems(reference.sources))
    return sorted(found, key=lambda one: one.problem.place)
