# SPDX-License-Identifier: Apache-2.0
"""Which words of a definition's ``type`` readers understand."""

from __future__ import annotations

import difflib
import re

from os_apiref.model.jsontype import ANY, json_types

_TYPES = (
    "string",
    "integer",
    "number",
    "boolean",
    "object",
    "array",
    "list",
    "dictionary",
    "float",
    "uuid",
    "enum",
    "datetime",
)
"""What a misspelt type is most likely meant to be."""

_KNOWN = re.compile(
    r"""any | array | base64 | binary | bit | blob | bool | boolean | byte | bytestring | char
      | character | cidr | constant | csv | date | decimal | dict | dictionary | digest
      | domain | double | duration | email | enum | enumeration | epoch | file | float
      | guid | hash | hex | http | identifier | int | integer | interval | json | jsonb
      | key | list | literal | long | mac | map | mapping | markdown | mime | mixed
      | multipart | none | null | number | numeric | object | octet | pair | password | path
      | pattern | percent | percentage | primitive | regex | resource | scalar | sequence
      | set | short | str | string | struct | structure | table | tag | template | text
      | time | token | tree | triboolean | trilean | tristate | tuple | type | unicode
      | union | url | urn | uuid | value | varchar | vector | version | void | xml | yaml
      | \w*(?:address|date|format|id|name|port|stamp|time|uri|url)
      | (?:u?int|float|iso|rfc|utf|ip|ipv|sha|md)\d*
    """,
    re.VERBOSE,
)
"""What a word of a type may be, in the singular."""

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_LENGTH = 200
"""Characters of a type that are looked at."""

_CLOSE = 0.75
"""How alike a misspelt type and a type are, from 0 to 1."""

_CLOSER = 0.85
"""How alike a misspelt type and a type are, where other words of it are understood."""


def is_known_type(written: str) -> bool:
    """Whether readers understand a type.

    A word that nothing knows is a fault where it stands alone in small
    letters, or is spelt nearly like a type; ``VnfInstance`` and ``hypervisor
    state`` may well say something to readers of that API.
    """
    words = _words(written)
    unknown = [word for word in words if not _is_known(word)]
    if not unknown:
        return bool(words)
    if any(_near(word, _CLOSER) for word in unknown):
        return False
    if json_types(written) is not ANY or len(unknown) < len(words):
        return True
    is_one_word = len(written.split()) < 2 and written == written.lower()
    return not is_one_word and not nearest_type(written)


def nearest_type(written: str) -> str:
    """Return a type in which each misspelt word is replaced by what was meant, '' for none."""
    meant = {
        word: near
        for word in _words(written)
        if not _is_known(word) and (near := _near(word, _CLOSE))
    }
    if not meant:
        return ""
    return re.sub(r"\w+", lambda found: meant.get(found[0].lower(), found[0]), written)


def _words(written: str) -> list[str]:
    return _WORD.findall(written[:_LENGTH].lower())


def _is_known(word: str) -> bool:
    singulars = (word, word.removesuffix("s"), word.removesuffix("es"), f"{word[:-3]}y")
    return any(_KNOWN.fullmatch(one) for one in singulars)


def _near(word: str, cutoff: float) -> str:
    singular = word.removesuffix("s")[:50]
    found = difflib.get_close_matches(singular, _TYPES, n=1, cutoff=cutoff)
    return found[0] if found else ""
