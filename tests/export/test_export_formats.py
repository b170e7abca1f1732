# SPDX-License-Identifier: Apache-2.0
"""Formats are named once more for ``--help`` and options, which load none of them."""

from __future__ import annotations

from os_apiref import options
from os_apiref.export.formats import FORMATS


def test_every_format_can_be_asked_for() -> None:
    assert tuple(FORMATS) == options.FORMATS
