# SPDX-License-Identifier: Apache-2.0
"""The links of a reference as the command reads them."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

from os_apiref.links.exemptions import Exemptions
from os_apiref.links.settings import Settings
from os_apiref.sphinxext.build import run
from os_apiref.sphinxext.linkfinder import Found, find_links
from os_apiref.sphinxext.linkoptions import settings_from
from os_apiref.sphinxext.order import Order


@dataclass(frozen=True)
class Followed:
    """What a reference links to, and what its project says of following links."""

    found: Found
    settings: Settings
    exemptions: Exemptions
    complaints: tuple[str, ...]
    """Options of Sphinx's linkcheck that the project sets and nobody heeds."""
    source: Path
    """The folder of the documents, absolute."""


def read_links(order: Order, *, samples: bool) -> Followed:
    """Return the links of a reference; raises Misuse or BuildFailed."""
    app = run(replace(order, builder="dummy", quiet=True), io.StringIO())
    configured = settings_from(app.config)
    return Followed(
        found=find_links(app, samples=samples),
        settings=configured.settings,
        exemptions=configured.exemptions,
        complaints=tuple(configured.complaints),
        source=Path(app.srcdir),
    )
