# SPDX-License-Identifier: Apache-2.0
"""Problems as Sphinx warnings and notes."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from sphinx.config import Config
from sphinx.util.console import colorize
from sphinx.util.logging import getLogger, is_suppressed_warning

from os_apiref.checks.comments import Comments
from os_apiref.checks.findings import Weighed, weigh
from os_apiref.kinds import Severity
from os_apiref.load.texts import Texts
from os_apiref.problems import Problem
from os_apiref.sphinxext.config import weights

_LOGGER = getLogger(__name__)


def report(found: Iterable[Weighed]) -> None:
    """Print problems with what they weigh.

    A note goes where Sphinx's progress goes, so ``-W`` does not count it.
    """
    for problem, severity in found:
        if severity is Severity.NOTE:
            _LOGGER.info("%s", colorize("darkgray", f"note: {problem}"))
            continue
        _LOGGER.log(
            logging.ERROR if severity is Severity.ERROR else logging.WARNING,
            "%s",
            problem.text,
            location=str(problem.place),
            type=problem.name.partition(".")[0],
            subtype=problem.name.partition(".")[2],
        )


def told(problems: Iterable[Problem], config: Config) -> list[Weighed]:
    """Return the problems that a build tells, with what they weigh in it."""
    return weigh(unsuppressed(problems, config), weights(config), Comments(Texts()))


def unsuppressed(problems: Iterable[Problem], config: Config) -> Iterator[Problem]:
    """Yield the problems whose kind ``suppress_warnings`` does not name, nor all of ours."""
    for problem in problems:
        group, _, kind = problem.name.partition(".")
        if not is_suppressed_warning(group, kind, config.suppress_warnings):
            yield problem
