# SPDX-License-Identifier: Apache-2.0
"""A check as the command makes it: a build that writes nothing, and its findings."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sphinx.util.console import color_terminal

from os_apiref.checks.findings import Finding, mark
from os_apiref.kinds import Severity
from os_apiref.load.texts import Texts
from os_apiref.model.reference import Reference, Route
from os_apiref.sphinxext.build import run
from os_apiref.sphinxext.checking import find_problems, whole_reference
from os_apiref.sphinxext.config import bad_levels
from os_apiref.sphinxext.order import CONF, Misuse, Order


@dataclass(frozen=True)
class Checked:
    """A reference after its check; ``source`` is the folder of its documents, absolute."""

    reference: Reference
    findings: tuple[Finding, ...]
    texts: Texts
    source: Path


def has_colours() -> bool:
    """Whether the terminal shows colours, as Sphinx sees it."""
    return bool(color_terminal())


def check_reference(
    order: Order,
    routes: tuple[Route, ...] | None = None,
    levels: Mapping[str, Severity | None] | None = None,
) -> Checked:
    """Return what is wrong with a reference; raises Misuse or BuildFailed.

    ``levels`` say of rules what they weigh, None for off, before the project does.
    """
    # The one option would have the build check, too, and print what it finds. The other
    # cuts documents into pages, of which the sources know nothing.
    overrides = {**order.overrides, "os_apiref_check": "0", "os_apiref_pages": "0"}
    app = run(replace(order, builder="dummy", quiet=True, overrides=overrides), io.StringIO())
    if complaints := bad_levels(app.config):
        raise Misuse(f"{complaints[0]} ({CONF})")
    reference = whole_reference(app.env, routes)
    texts = Texts()
    source = Path(app.srcdir)
    findings = mark(find_problems(reference, app.config, texts, levels or {}), source, texts)
    return Checked(reference, tuple(findings), texts, source)
