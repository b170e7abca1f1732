# SPDX-License-Identifier: Apache-2.0
"""The links of a reference as the command reads them."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

from os_apiref.checks.weights import Weights
from os_apiref.links.exemptions import Exemptions
from os_apiref.links.settings import Settings
from os_apiref.sphinxext.build import run
from os_apiref.sphinxext.config import weights
from os_apiref.sphinxext.linkfinder import Found, find_links
from os_apiref.sphinxext.linkoptions import settings_from
from os_apiref.sphinxext.order import Order
from os_apiref.sphinxext.warn import unsuppressed


@dataclass(frozen=True)
class Followed:
    """What a reference links to, and what its project says of following links."""

    found: Found
    settings: Settings
    exemptions: Exemptions
    weights: Weights
    """What the project says that findings weigh in a check."""
    complaints: tuple[str, ...]
    """Options of Sphinx's linkcheck that the project sets and nobody heeds."""
    source: Path
    """The folder of the documents, absolute."""


def read_links(order: Order, *, samples: bool) -> Followed:
    """Return the links of a reference; raises Misuse or BuildFailed."""
    app = run(replace(order, builder="dummy", quiet=True), io.StringIO())
    configured = settings_from(app.config)
    found = find_links(app, samples=samples)
    internal = tuple(unsuppressed(found.internal, app.config))
    return Followed(
        found=replace(found, internal=internal),
        settings=configured.settings,
        exemptions=configured.exemptions,
        weights=replace(weights(app.config), checking=True),
        complaints=tuple(configured.complaints),
        source=Path(app.srcdir),
    )
