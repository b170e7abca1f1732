# SPDX-License-Identifier: Apache-2.0
"""The words that pages show beside their authors' text, in the language of a reference."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from gettext import NullTranslations

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Words:
    """Translations of messages; a message without one is shown as it is, in English."""

    translations: NullTranslations = field(default_factory=NullTranslations)

    def gettext(self, message: str, **values: object) -> str:
        """Return a message with its values: ``%(name)s`` is the place of the value ``name``."""
        text = self.translations.gettext(message)
        return _fill(text, values) if values else text

    def ngettext(self, one: str, several: str, number: int, **values: object) -> str:
        """Return the form of a message for a number, which is its value ``count``."""
        text = self.translations.ngettext(one, several, number)
        return _fill(text, {"count": number, **values})


def _fill(text: str, values: dict[str, object]) -> str:
    """Return a text with its values; what a translator misspelt stays, and ends no build."""
    return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)
