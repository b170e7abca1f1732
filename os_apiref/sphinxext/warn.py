# SPDX-License-Identifier: Apache-2.0
"""Problems as Sphinx warnings and notes."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.config import Config
from sphinx.util import logging
from sphinx.util.console import colorize
from sphinx.util.logging import is_suppressed_warning

from os_apiref.problems import Problem, Severity

_LOGGER = logging.getLogger(__name__)


def report(problems: Iterable[Problem], config: Config) -> None:
    """Print problems, each once, in the order of their places.

    A note goes where Sphinx's progress goes, so ``-W`` does not count it; with
    ``os_apiref_check`` it is a warning.
    """
    for problem in sorted(dict.fromkeys(problems), key=lambda problem: problem.place):
        if problem.severity is Severity.WARNING or config.os_apiref_check:
            _LOGGER.warning(
                "%s",
                problem.text,
                location=str(problem.place),
                type=problem.name.partition(".")[0],
                subtype=problem.name.partition(".")[2],
            )
        elif not is_suppressed(problem, config):
            _LOGGER.info("%s", colorize("darkgray", f"note: {problem}"))


def is_suppressed(problem: Problem, config: Config) -> bool:
    """Whether ``suppress_warnings`` names a problem's kind, or all of ours."""
    group, _, kind = problem.name.partition(".")
    return is_suppressed_warning(group, kind, config.suppress_warnings)
