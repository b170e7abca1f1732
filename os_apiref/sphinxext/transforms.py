# SPDX-License-Identifier: Apache-2.0
"""What happens to every document after it was parsed."""

from __future__ import annotations

import os
import re
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from os_apiref.load.markers import check_marker, find_marker
from os_apiref.model.operation import Marker
from os_apiref.problems import Place
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.nodes import rest_definitions, rest_marker
from os_apiref.sphinxext.places import place_of
from os_apiref.sphinxext.wording import words

BEFORE_LOCALE = 9
"""A priority before Sphinx's Locale (20) and what prepares for it (10)."""


class PlaceDescriptions(SphinxTransform):
    """Add the descriptions that the tables use, each once, at the document's end."""

    default_priority = BEFORE_LOCALE

    def apply(self, **kwargs: Any) -> None:
        """Add them."""
        if "os_apiref" in self.env.temp_data:
            definitions = rest_domain(self.env).reading.descriptions.definitions
            if definitions:
                self.document += rest_definitions("", *definitions)


class FindMarkers(SphinxTransform):
    """Turn the comments that are markers into markers, and note every marker."""

    default_priority = BEFORE_LOCALE

    def apply(self, **kwargs: Any) -> None:
        """Turn and note them."""
        for comment in list(self.document.findall(nodes.comment)):
            if word := find_marker(comment.astext()):
                marker = rest_marker(word=word)
                marker.source = comment.source
                marker.line = _line_of(comment, word)
                comment.replace_self(marker)
        for marker in self.document.findall(rest_marker):
            record = rest_domain(self.env).reading.record
            place = place_of(marker)
            record.markers.append(Marker(marker["word"], place))
            if problem := check_marker(marker["word"], place):
                record.problems.append(problem)


def _line_of(comment: nodes.comment, word: str) -> int:
    """Return the line of a comment: docutils knows only where its last blank line is."""
    after = comment.line or 0
    try:
        with open(comment.source or "", encoding="utf-8", errors="replace") as file:
            lines = file.read().split("\n")[:after]
    except OSError:
        return after
    wanted = re.compile(rf"needs:[ ]*{re.escape(word)}")
    found = (number for number in range(len(lines), 0, -1) if wanted.search(lines[number - 1]))
    return next(found, after)


class ShowMarkers(SphinxPostTransform):
    """Show markers as boxes where the project asks for it, else remove them."""

    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        """Show or remove them."""
        for marker in list(self.document.findall(rest_marker)):
            if not self.config.os_apiref_show_markers:
                marker.parent.remove(marker)
                continue
            word = marker["word"]
            title = nodes.title("", words().gettext("Still to be verified"))
            text = _marker_text(word)
            place = Place(os.path.basename(marker.source or ""), marker.line or 0)
            paragraph = nodes.paragraph("", f"{text} ", nodes.literal("", str(place)))
            box = nodes.admonition("", title, paragraph, classes=["rest-marker"])
            marker.replace_self(box)


def _marker_text(word: str) -> str:
    said = words()
    texts = {
        "method_verification": said.gettext(
            "Someone has yet to verify the methods and paths of this part."
        ),
        "parameter_verification": said.gettext(
            "Someone has yet to verify the parameters of this part."
        ),
        "example_verification": said.gettext(
            "Someone has yet to verify the examples of this part."
        ),
        "body_verification": said.gettext(
            "Someone has yet to verify the descriptions of this part."
        ),
    }
    other = said.gettext("Someone has yet to verify %(word)s of this part.", word=word)
    return texts.get(word, other)
