# SPDX-License-Identifier: Apache-2.0
"""Status codes: their definitions from YAML, the items of a table, and lines of prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

from os_apiref.kinds import ProblemKind
from os_apiref.load import yamltree
from os_apiref.load.files import limited, parse_mapping, text_of
from os_apiref.load.tables import without_column
from os_apiref.load.yamlmerge import entries
from os_apiref.load.yamlparts import parse_parts
from os_apiref.load.yamltree import Node, Report, Scalar
from os_apiref.model.microversion import find_version_range
from os_apiref.model.parameter import Text
from os_apiref.model.status import StatusCode, StatusType
from os_apiref.problems import Place, Problem, did_you_mean

DEFAULT_REASON = "default"

Reasons = MappingType[str, Text]


@dataclass(frozen=True, slots=True)
class StatusFile:
    """The reasons of each status code that one file defines.

    ``problems`` are those of the file as a whole, ``faults`` those of single
    codes by their text: what they weigh depends on whether a table uses the code.
    """

    path: str
    reasons: MappingType[int, Reasons]
    problems: tuple[Problem, ...]
    faults: MappingType[str, tuple[Problem, ...]]


def load_statuses(text: str, path: str) -> StatusFile:
    """Return the definitions of a status file and everything wrong with them."""
    problems: list[Problem] = []
    expected = "a mapping from status codes to reasons"
    report_file = limited(problems.append, path)
    mapping = parse_mapping(text, path, expected, report_file)
    source = text.split("\n")
    reasons: dict[int, Reasons] = {}
    faults: dict[str, tuple[Problem, ...]] = {}
    found: list[Problem] = []
    report = limited(found.append, path)
    for key, node in entries(mapping, report_file):
        code = _code(key, report)
        if code is not None:
            reasons[code] = _reasons(key, node, source, report)
        if found:
            faults[key.text.strip()] = tuple(found)
            found.clear()
    return StatusFile(path, reasons, tuple(problems), faults)


def _code(scalar: Scalar, report: Report) -> int | None:
    """Return the status code that a scalar writes (RFC 9110 section 15: 100 to 599)."""
    text = scalar.text.strip()
    if text.isascii() and text.isdigit() and len(text) == 3 and "100" <= text <= "599":
        return int(text)
    report(
        Problem.of(
            ProblemKind.UNKNOWN_STATUS_CODE,
            scalar.place,
            f"'{scalar.text}' is no HTTP status code",
            "write a number from 100 to 599",
        )
    )
    return None


def _reasons(key: Scalar, node: Node, source: list[str], report: Report) -> Reasons:
    if not isinstance(node, yamltree.Mapping) or not node.pairs:
        report(
            Problem.of(
                ProblemKind.MALFORMED_DEFINITION,
                node.place,
                f"status code {key.text} has no mapping of reasons",
                "write 'default: |' and its text below it, indented deeper",
            )
        )
        if isinstance(node, Scalar) and not node.is_null:
            return {DEFAULT_REASON: text_of(node, source)}
        return {}
    reasons: dict[str, Text] = {}
    for name, value in entries(node, report):
        if isinstance(value, Scalar) and not value.is_null:
            reasons[name.text] = text_of(value, source)
        else:
            report(
                Problem.of(
                    ProblemKind.MALFORMED_FIELD,
                    name.place,
                    f"the reason '{name.text}' of status code {key.text} has no text",
                    f"write '{name.text}: |' and its text below it",
                )
            )
    return reasons


def load_status_rows(
    content: str,
    place: Place,
    type_: StatusType,
    reasons: MappingType[int, Reasons] | None,
    report: Report,
) -> list[StatusCode]:
    """Return the status codes of a table's content, which starts at ``place``.

    ``reasons`` is None where the file could not be read: that was reported, so
    no code is called undefined.
    """
    rows = []
    report = limited(without_column(report), place.path)
    for tree in parse_parts(content, place.path, report, first_line=place.line):
        for code_text, reason in _items(tree, report):
            at = Place(place.path, code_text.place.line)
            code = _code(Scalar(at, code_text.text), report)
            if code is not None:
                description = None
                if reasons is not None:
                    description = _description(code, reason, at, reasons, report)
                rows.append(StatusCode(code, type_, at, reason, description))
    return rows


def _items(tree: Node, report: Report) -> Iterator[tuple[Scalar, str]]:
    items: list[Node] = [tree]
    if isinstance(tree, yamltree.Sequence):
        items = tree.items
    else:
        _malformed(tree, "a code without a dash", report)
    for item in items:
        if isinstance(item, Scalar) and not item.is_null:
            yield item, ""
            continue
        pairs = item.pairs if isinstance(item, yamltree.Mapping) else []
        if not pairs:
            _malformed(item, "an item that is no code", report)
        for code, reason in pairs:
            if not isinstance(code, Scalar):
                _malformed(code, "an item that is no code", report)
            elif isinstance(reason, Scalar):
                yield code, "" if reason.is_null else reason.text
            else:
                _malformed(code, f"a list or mapping as the reason of {code.text}", report)
                yield code, ""


def _malformed(node: Node, found: str, report: Report) -> None:
    report(
        Problem.of(
            ProblemKind.MALFORMED_TABLE,
            node.place,
            f"the table has {found}, expected a list of '- 200' or '- 400: reason'",
            "write one code a line, each after a dash",
        )
    )


def _description(
    code: int,
    reason: str,
    place: Place,
    reasons: MappingType[int, Reasons],
    report: Report,
) -> Text | None:
    known = reasons.get(code)
    if known is None:
        advice = f"define {code} with a 'default'"
        message = f"status code {code} is not defined in the file of this table"
        report(Problem.of(ProblemKind.UNKNOWN_STATUS_CODE, place, message, advice))
        return None
    wanted = reason or DEFAULT_REASON
    if known and wanted not in known:
        names = ", ".join(known)
        message = f"status code {code} has no reason '{wanted}', it has {names}"
        advice = did_you_mean(wanted, known)
        report(Problem.of(ProblemKind.UNKNOWN_STATUS_REASON, place, message, advice))
    return known.get(wanted) or known.get(DEFAULT_REASON)


_PROSE = re.compile(
    r"""^[ \t]*+
        (?:(?P<type>normal|success(?:ful)?|error|fault)\s+|(?=http|response|status|return))
        (?:(?:http|response|status|return)\s+){0,3}codes?(?:\s*\(s\))?\s*:""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
# Every repetition is bounded or possessive: a long paragraph costs no more than its length.
_PROSE_CODE = re.compile(
    r"""(?:(?<!\w)(?P<reason>[A-Za-z]\w{0,60}+(?:[ ]\w{1,60}+){0,4}?)\s{0,9}
            \(\s{0,9}(?P<named>[1-5]\d\d(?:\s{0,9},\s{0,9}[1-5]\d\d){0,9})\s{0,9}\)
          |(?<![\w.])(?P<code>[1-5]\d\d)(?![\w.]\d|\w))
        (?P<versions>\s{0,9}\([^()]{0,200}micro-?version[^()]{0,200}\))?
      | \((?!\s*(?:http\s*)?\d)[^()]{0,600}\)  # a remark, which may mention a code""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

# What a range of versions says in full; all else in its brackets is more.
_PLAIN_VERSIONS = re.compile(r"\(\s*micro-?versions?[\d.\s–—-]*\)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")


def is_prose_status(text: str) -> bool:
    """Whether a paragraph that starts with ``text`` lists status codes."""
    return _PROSE.match(text) is not None


@dataclass(frozen=True, slots=True)
class ProseLine:
    """A line such as ``Error response codes: forbidden(403)``.

    ``label`` is what stands before its colon; ``says_more`` whether it holds
    words that belong to no code.
    """

    label: str
    statuses: tuple[StatusCode, ...]
    says_more: bool


def find_prose_lines(text: str, place: Place) -> list[ProseLine]:
    """Return the lines of a paragraph that starts with one of them, else nothing.

    ``place`` is where the paragraph starts.
    """
    if not is_prose_status(text):
        return []
    heads = list(_PROSE.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return [_prose_line(text, head, end, place) for head, end in zip(heads, ends, strict=True)]


def find_prose_statuses(text: str, place: Place) -> list[StatusCode]:
    """Return the codes of all lines of a paragraph."""
    return [status for line in find_prose_lines(text, place) for status in line.statuses]


def _prose_line(text: str, head: re.Match[str], end: int, place: Place) -> ProseLine:
    statuses: list[StatusCode] = []
    unsaid: list[str] = []
    at = head.end()
    for match in _PROSE_CODE.finditer(text, head.end(), end):
        unsaid.append(text[at : match.start()])
        at = match.end()
        codes = match["named"] or match["code"]
        if not codes:
            unsaid.append(match[0])
            continue
        unsaid.append(_PLAIN_VERSIONS.sub("", match["versions"] or ""))
        where = _line_below(place, text, match.start())
        statuses += [_prose_status(head["type"], one, match, where) for one in codes.split(",")]
    unsaid.append(text[at:end])
    label = " ".join(head[0].strip(": \t\n").split())
    return ProseLine(label, tuple(statuses), any(map(_WORD.search, unsaid)))


def _prose_status(type_: str | None, code: str, match: re.Match[str], place: Place) -> StatusCode:
    is_error = type_.lower() in ("error", "fault") if type_ else int(code) >= 400
    return StatusCode(
        code=int(code),
        type=StatusType.ERROR if is_error else StatusType.SUCCESS,
        place=place,
        reason=match["reason"] or "",
        versions=find_version_range(match["versions"] or ""),
    )


def _line_below(place: Place, text: str, offset: int) -> Place:
    """Return the place of an offset in a text that starts at ``place``."""
    return place._replace(line=place.line + text.count("\n", 0, offset)) if place.line else place
