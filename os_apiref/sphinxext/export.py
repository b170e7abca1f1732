# SPDX-License-Identifier: Apache-2.0
"""An export as the command makes it: a build that writes no pages, and its publication."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from os_apiref.export.publication import Publication
from os_apiref.sphinxext.build import report_known_problems, run, settle_colours
from os_apiref.sphinxext.exportbuilder import ExportBuilder
from os_apiref.sphinxext.order import Order


def read_publication(order: Order, pages: str, format_name: str) -> Publication:
    """Return a reference and its prose for one format; raises Misuse or BuildFailed.

    ``pages`` is the builder of the pages that addresses lead to. Warnings go
    to the standard error.
    """

    def prepare(app: Sphinx, env: BuildEnvironment) -> None:
        builder = cast(ExportBuilder, app.builder)
        builder.pages, builder.formats = pages, (format_name,)
        report_known_problems(app, env)

    settle_colours(order)
    overrides = {**order.overrides, "os_apiref_publish": ""}
    order = replace(order, builder=ExportBuilder.name, quiet=True, overrides=overrides)
    return cast(ExportBuilder, run(order, sys.stderr, prepare).builder).publication
