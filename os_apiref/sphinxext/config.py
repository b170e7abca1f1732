# SPDX-License-Identifier: Apache-2.0
"""Options as Sphinx configuration values."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from os_apiref.options import OPTIONS


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
