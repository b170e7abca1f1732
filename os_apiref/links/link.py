# SPDX-License-Identifier: Apache-2.0
"""A link, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass

from os_apiref.problems import Place


@dataclass(frozen=True)
class Link:
    """One link at one place.

    ``url`` is as the author wrote it, fragment and all; ``page`` names the
    document (or, from a list of links, the page) that has it.
    """

    url: str
    place: Place
    page: str = ""
    written: str = ""
    """The text at the place that means the URL, '' where none does: a role makes its own."""

    @property
    def address(self) -> str:
        """What is asked for: the URL without its fragment."""
        return self.url.partition("#")[0]

    @property
    def fragment(self) -> str:
        """What stands after '#', as written; '' for none."""
        return self.url.partition("#")[2]
