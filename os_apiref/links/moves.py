# SPDX-License-Identifier: Apache-2.0
"""Sites that moved: a list of patterns and what to write instead, from ``links.yaml``.

In a pattern ``{name}`` is one part of a path, and ``*`` at its end is any rest,
which a ``*`` at the end of the new URL repeats. http and https are alike, and
the first pattern that fits a whole URL holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from os_apiref.kinds import ProblemKind
from os_apiref.links.result import KNOWN_BAD, Result
from os_apiref.load.files import limited
from os_apiref.load.yamlmerge import entries
from os_apiref.load.yamlparts import parse_parts
from os_apiref.load.yamltree import Mapping as YamlMapping
from os_apiref.load.yamltree import Node, Report, Scalar, Sequence
from os_apiref.problems import Place, Problem, did_you_mean

FILE_NAME = "links.yaml"

URL_LENGTH = 2_000
"""Characters of a URL or pattern; nothing is suggested for a longer one."""

_FIELDS = ("from", "to", "why")
_NAMES_LIMIT = 4
_NAME = re.compile(r"\{([A-Za-z][A-Za-z0-9_]{0,40})\}")
_SCHEME = re.compile(r"https?://(?=[^/])", re.IGNORECASE)
_EXAMPLE = "write '- from: https://old.example.org/{name}/*' and 'to:' below it"


@dataclass(frozen=True)
class Move:
    """One site that moved, and a sentence that says why, where the file has one."""

    pattern: str
    to: str
    place: Place
    why: str = ""

    def new_url(self, url: str) -> str:
        """Return what to write instead of a URL, '' where the pattern does not fit it."""
        match = _compiled(self.pattern).fullmatch(url)
        if not match:
            return ""
        found = match.groupdict()
        rest = found.pop("_rest", "")
        new = _NAME.sub(lambda name: found[name[1]], self.to.removesuffix("*"))
        return new + rest if self.to.endswith("*") else new


@dataclass(frozen=True)
class Moves:
    """All moves of a file, and what is wrong with it."""

    moves: tuple[Move, ...]
    problems: tuple[Problem, ...]


def suggest(url: str, moves: Iterable[Move]) -> str:
    """Return what to write instead of a URL that moved, '' where no move says so."""
    if len(url) > URL_LENGTH:
        return ""
    found = (move.new_url(url) for move in moves)
    return next((new for new in found if new and new != url), "")


def advised(result: Result, moves: Iterable[Move]) -> Result:
    """Return a result that says where a dead link's site has moved, if a move does."""
    new = suggest(result.url, moves) if result.verdict in KNOWN_BAD else ""
    return replace(result, advice=f"the site has moved: write '{new}'") if new else result


def load_moves(text: str, path: str) -> Moves:
    """Return the moves that the text of a file lists."""
    problems: list[Problem] = []
    report = limited(problems.append, path)
    moves: dict[str, Move] = {}
    for item in _items(parse_parts(text, path, report), report):
        move = _move(dict(_fields(item, report)), item.place, report)
        if move and move.pattern in moves:
            first = moves[move.pattern].place
            _complain(
                move.place,
                f"'{move.pattern}' has moved in line {first.line} already",
                "remove one of the two; until then the first holds",
                report,
            )
        elif move:
            moves[move.pattern] = move
    return Moves(tuple(moves.values()), tuple(problems))


def _items(trees: Iterable[Node], report: Report) -> Iterable[YamlMapping]:
    for tree in trees:
        for item in tree.items if isinstance(tree, Sequence) else [tree]:
            if isinstance(item, YamlMapping) and isinstance(tree, Sequence):
                yield item
            else:
                found = "this is no item of a list with 'from' and 'to'"
                _complain(item.place, found, _EXAMPLE, report)


def _fields(item: YamlMapping, report: Report) -> Iterable[tuple[str, Scalar]]:
    for key, value in entries(item, report):
        if key.text not in _FIELDS:
            advice = did_you_mean(key.text, _FIELDS) or f"expected {', '.join(_FIELDS)}"
            _complain(key.place, f"a move has no field '{key.text}'", advice, report)
        elif not isinstance(value, Scalar) or not value.text.strip():
            _complain(key.place, f"'{key.text}' has no text", _EXAMPLE, report)
        else:
            yield key.text, value


def _move(fields: Mapping[str, Scalar], place: Place, report: Report) -> Move | None:
    if "from" not in fields or "to" not in fields:
        missing = " and ".join(f"'{name}'" for name in ("from", "to") if name not in fields)
        _complain(place, f"the move lacks {missing}", _EXAMPLE, report)
        return None
    pattern, to = fields["from"], fields["to"]
    fault = _fault(pattern.text) or _fault(to.text)
    if fault:
        _complain(pattern.place if _fault(pattern.text) else to.place, *fault, report)
        return None
    known = _NAME.findall(pattern.text)
    unknown = [name for name in _NAME.findall(to.text) if name not in known]
    if to.text.endswith("*") and not pattern.text.endswith("*"):
        found = "'to' repeats with '*' what 'from' does not have"
        _complain(to.place, found, "write '*' at the end of both, or of none", report)
        return None
    if unknown:
        advice = did_you_mean(unknown[0], known) or "write it into 'from', too"
        _complain(to.place, f"'from' has no {{{unknown[0]}}}", advice, report)
        return None
    why = fields["why"].text if "why" in fields else ""
    return Move(pattern.text, to.text, place, why)


def _fault(text: str) -> tuple[str, str] | None:
    """Return what is wrong with one URL or pattern, and what to write."""
    names = _NAME.findall(text)
    plain = _NAME.sub("", text)
    if len(text) > URL_LENGTH or not _SCHEME.match(text):
        return f"'{text[:100]}' is no URL of http or https", _EXAMPLE
    if re.search(r"[\s\"<>\\^`{|}]", plain) or "*" in text[:-1]:
        found = f"'{text}' has a character that no URL has"
        return found, "write {name} for one part of a path, and '*' at the end for any rest"
    if len(names) > _NAMES_LIMIT or len(set(names)) < len(names) or "}{" in text:
        found = f"'{text}' has names twice, side by side, or more than {_NAMES_LIMIT} of them"
        return found, "give each part of the path a name of its own"
    return None


def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern as an expression; re keeps those in use."""
    rest = r"(?P<_rest>.*)" if pattern.endswith("*") else ""
    parts = _NAME.split(_SCHEME.sub("", pattern.removesuffix("*"), count=1))
    written = [
        f"(?P<{part}>[^/?#]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    ]
    return re.compile(f"(?i:https?)://{''.join(written)}{rest}", re.DOTALL)


def _complain(place: Place, found: str, advice: str, report: Report) -> None:
    report(Problem.of(ProblemKind.MALFORMED_FILE, place, found, advice))
