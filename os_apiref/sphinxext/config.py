# SPDX-License-Identifier: Apache-2.0
"""Options as Sphinx configuration values."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from os_apiref.checks.weights import UnknownWeight, Weights, parse_level
from os_apiref.kinds import Severity
from os_apiref.options import OPTIONS

_LOGGER = logging.getLogger(__name__)


def add_options(app: Sphinx) -> None:
    """Register every option under each of its names."""
    for option_ in OPTIONS:
        app.add_config_value(option_.full_name, option_.default, option_.rebuild, option_.types)
        if option_.legacy:
            app.add_config_value(option_.legacy_name, None, option_.rebuild, option_.types)


def option(config: Config, name: str) -> Any:
    """Return the value of an option; our own name for it wins over os-api-ref's."""
    declared = next(one for one in OPTIONS if one.name == name)
    value = getattr(config, declared.full_name)
    if declared.legacy and value == declared.default:
        legacy = getattr(config, declared.legacy_name)
        return value if legacy is None else legacy
    return value


def weights(config: Config) -> Weights:
    """Return what the project says that findings weigh."""
    return Weights(_levels(config)[0], checking=config.os_apiref_check)


def bad_levels(config: Config) -> list[str]:
    """Return what is wrong with each entry of ``os_apiref_checks`` that says nothing."""
    return [f"os_apiref_checks: {complaint}" for complaint in _levels(config)[1]]


def warn_of_bad_levels(app: Sphinx, config: Config) -> None:
    """Warn of each entry of ``os_apiref_checks`` that says nothing."""
    for complaint in bad_levels(config):
        _LOGGER.warning("%s", complaint, type="os_apiref", subtype="checks")


def _levels(config: Config) -> tuple[dict[str, Severity | None], list[str]]:
    levels: dict[str, Severity | None] = {}
    complaints = []
    for rule, level in config.os_apiref_checks.items():
        try:
            levels[rule] = parse_level(rule, level)
        except UnknownWeight as error:
            complaints.append(str(error))
    return levels, complaints
