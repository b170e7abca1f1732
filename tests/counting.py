# SPDX-License-Identifier: Apache-2.0
"""Counts what a reference's sources say, with a parser of its own, and looks for it in exports.

    python tests/counting.py SOURCE apiref.json
    python tests/counting.py SOURCE openapi.json

It imports nothing of os_apiref, so what both overlook is unlikely to be the
same. It prints each operation, row, status code, sample and definition that
one of them has and the other has not, and exits with 1 if there is any.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Item(NamedTuple):
    """One thing that a source says: what it is, where (file and line), and its name."""

    kind: str
    file: str
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.kind} {self.name}"


class Line(NamedTuple):
    """A line of a document after its includes were put in."""

    file: str
    number: int
    text: str

    @property
    def indent(self) -> int:
        """Columns before its text."""
        return len(self.text) - len(self.text.lstrip())


_DIRECTIVE = re.compile(r"\s*\.\. (?P<name>[\w:-]+?)::(?:\s+(?P<argument>.*?))?\s*$")
_COMMENT = re.compile(r"\s*\.\.(?:\s+(?!\[|_|\|)(?![\w:-]+::).*)?$")
_OPTION = re.compile(r"\s*:[\w-]+:")
_VERBATIM = {"code-block", "sourcecode", "code", "highlight", "parsed-literal", "raw", "math"}
_OURS = {"rest_method", "rest_parameters", "rest_status_code"}
_ROW = re.compile(r"\s*-\s+(?P<name>\S.*?)\s*:\s+(?P<key>\S+)\s*(?:#.*)?$")
_CODE = re.compile(r"\s*-\s+(?P<code>\d{3})\s*(?::.*)?(?:#.*)?$")
_PROSE = re.compile(
    r"(?:(?:normal|error|fault|success(?:ful)?)\s+)?(?:(?:http|response|status|return)\s+){1,3}"
    r"codes?\s*(?:\(s\))?\s*:",
    re.IGNORECASE,
)
_VERSIONS = re.compile(r"\([^()]*micro-?version[^()]*\)", re.IGNORECASE)
_THREE_DIGITS = re.compile(r"(?<![\w.])[1-5]\d\d(?![\w.]*\d)")
_DEFINITION = re.compile(
    r"(?P<key>[^\s#\"'-][^#]*?|\"[^\"]*\"|'[^']*')\s*:\s*(?:&\S+\s*)?(?:#.*)?$"
)


def count_sources(source: Path) -> Counter[Item]:
    """Return everything that the documents of a folder say, as often as they do."""
    items: Counter[Item] = Counter()
    tables: set[Path] = set()
    for document in sorted(source.rglob("*.rst")):
        lines = list(_expand(document, document, source))
        items.update(_items(lines, document, source, tables))
    for path in sorted(tables):
        items.update(_definitions(path, source))
    return items


def _expand(path: Path, document: Path, source: Path) -> Iterator[Line]:
    file = _relative(path, source)
    for number, text in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        directive = _DIRECTIVE.match(text)
        if directive and directive["name"] == "include" and directive["argument"]:
            included = _target(directive["argument"], document, source)
            if included.is_file():
                yield Line(file, number, "")
                yield from _expand(included, document, source)
                continue
        yield Line(file, number, text.expandtabs(8))


def _target(argument: str, document: Path, source: Path) -> Path:
    if argument.startswith("/"):
        return Path(os.path.normpath(source / argument.lstrip("/")))
    return Path(os.path.normpath(document.parent / argument))


def _relative(path: Path, source: Path) -> str:
    return Path(os.path.relpath(path, source)).as_posix()


def _items(lines: list[Line], document: Path, source: Path, tables: set[Path]) -> Iterator[Item]:
    at = 0
    while at < len(lines):
        line = lines[at]
        directive = _DIRECTIVE.match(line.text)
        name = directive["name"] if directive else ""
        argument = (directive["argument"] or "") if directive else ""
        end = _end_of_block(lines, at)
        if name in _OURS or name == "literalinclude":
            block = lines[at + 1 : end]
            yield from _of_directive(name, argument, line, block, document, source, tables)
            at = end
        elif name in _VERBATIM or _COMMENT.match(line.text):
            at = end
        elif directive:
            at += 1
        elif line.text.strip():
            last = at
            while last < len(lines) and lines[last].text.strip():
                last += 1
            paragraph = lines[at:last]
            yield from _of_prose(paragraph)
            is_literal = paragraph[-1].text.rstrip().endswith("::")
            at = _end_of_block(lines, last - 1, line.indent) if is_literal else at + 1
            if not is_literal and not _starts_block(lines, at):
                at = max(at, _end_of_paragraph(lines, at - 1))
        else:
            at += 1


def _starts_block(lines: list[Line], at: int) -> bool:
    return at >= len(lines) or not lines[at].text.strip() or bool(_DIRECTIVE.match(lines[at].text))


def _end_of_paragraph(lines: list[Line], at: int) -> int:
    """Return where the text that starts at a line gives way to a blank line or a directive."""
    at += 1
    while (
        at < len(lines) and lines[at].text.strip() and not lines[at].text.lstrip().startswith(".. ")
    ):
        at += 1
    return at


def _end_of_block(lines: list[Line], at: int, indent: int | None = None) -> int:
    """Return where the lines end that are indented deeper than the one at ``at``."""
    limit = lines[at].indent if indent is None else indent
    end = at + 1
    while end < len(lines) and (not lines[end].text.strip() or lines[end].indent > limit):
        end += 1
    return end


def _of_directive(
    name: str,
    argument: str,
    line: Line,
    block: list[Line],
    document: Path,
    source: Path,
    tables: set[Path],
) -> Iterator[Item]:
    content = [one for one in block if one.text.strip() and not _OPTION.match(one.text)]
    if not argument and content:
        argument = content[0].text.strip()
    if name == "rest_method":
        if argument:
            yield Item("operation", line.file, line.number, " ".join(argument.split()))
    elif name == "literalinclude":
        path = _target(argument, document, source)
        if path.is_file():
            yield Item("sample", line.file, line.number, _relative(path, source))
    elif name == "rest_parameters":
        tables.add(_target(argument, document, source))
        for one in content:
            if row := _ROW.match(one.text):
                yield Item("row", one.file, one.number, _unquoted(row["name"]))
    else:
        for one in content:
            if code := _CODE.match(one.text):
                yield Item("status code", one.file, one.number, code["code"])


def _of_prose(paragraph: list[Line]) -> Iterator[Item]:
    text = "\n".join(one.text for one in paragraph)
    if not _PROSE.match(text.lstrip()):
        return
    text = _VERSIONS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for offset, written in enumerate(text.split("\n")):
        for code in _THREE_DIGITS.findall(written):
            yield Item("status code", paragraph[0].file, paragraph[offset].number, code)


def _definitions(path: Path, source: Path) -> Iterator[Item]:
    if path.is_file():
        text = path.read_text(encoding="utf-8-sig")
        for number, line in enumerate(text.split("\n"), 1):
            if match := _DEFINITION.match(line):
                name = _unquoted(match["key"])
                yield Item("definition", _relative(path, source), number, name)


def _unquoted(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name


def count_apiref(document: Any) -> Counter[Item]:
    """Return the same of an ``apiref.json``."""
    items: Counter[Item] = Counter()
    for operation in document["operations"]:
        name = " ".join(f"{operation['method']} {operation['path']}".split())
        items[_item("operation", operation["place"], name)] += 1
    for part in (*document["operations"], *document["elsewhere"]):
        for row in part["parameters"]:
            items[_item("row", row["place"], row["name"])] += 1
        for status in part["status_codes"]:
            items[_item("status code", status["place"], str(status["code"]))] += 1
        for sample in part["samples"]:
            if sample["content"]:
                items[_item("sample", sample["place"], sample["path"])] += 1
    for definition in document["definitions"]:
        items[_item("definition", definition["place"], definition["key"])] += 1
    return items


def _item(kind: str, place: Any, name: str) -> Item:
    return Item(kind, place["file"], place["line"], name)


def differences(written: Counter[Item], found: Counter[Item]) -> list[str]:
    """Return a line for each thing that the sources say and an export does not, or the reverse."""
    lines = [f"missing: {item}" for item in _sorted((written - found).elements())]
    return lines + [f"unknown: {item}" for item in _sorted((found - written).elements())]


def _sorted(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (item.file, item.line, item))


def totals(items: Counter[Item]) -> str:
    """Return how many things of each kind there are."""
    kinds: Counter[str] = Counter()
    for item, number in items.items():
        kinds[item.kind] += number
    return ", ".join(f"{number} {kind}s" for kind, number in sorted(kinds.items()))


def main(arguments: list[str]) -> int:
    """Return the exit code."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    written = count_sources(Path(arguments[0]).resolve())
    document = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    from counting_openapi import count_openapi

    is_openapi = "openapi" in document
    if is_openapi:
        written = Counter({one: n for one, n in written.items() if one.kind != "definition"})
    counted = count_openapi(document) if is_openapi else count_apiref(document)
    found = differences(written, counted)
    print(f"{arguments[0]}: {totals(written)}")
    print("\n".join(found) if found else f"Nothing is missing from {arguments[1]}.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
