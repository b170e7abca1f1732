# SPDX-License-Identifier: Apache-2.0
"""Tables as Markdown: of parameters, of status codes, and those that authors write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from docutils import nodes

from os_apiref import markdowntext as md
from os_apiref.labels import status_label, version_words
from os_apiref.model.nesting import NestedRow, nest
from os_apiref.sphinxext.markdown.cells import Cells
from os_apiref.sphinxext.markdown.inline import Inline
from os_apiref.sphinxext.nodes import ParameterRow, StatusRow, blocks_of
from os_apiref.sphinxext.wording import words

_VERSIONS = 4
"""The column that is there only where a row has something in it."""


class Tables:
    """The tables of a document; each description is made once."""

    def __init__(self, inline: Inline, definitions: Mapping[str, nodes.Element]) -> None:
        self.inline = inline
        self.cells = Cells(inline)
        self._words = words()
        self._definitions = definitions
        self._descriptions: dict[str, str] = {"": ""}

    def endpoint(self, method: nodes.Element) -> str:
        """Return a method and path as one line."""
        name, path = self.inline.text(method["method"]), method["path"]
        low = method["min_version"] or str(method["versions"].min or "")
        high = method["max_version"] or str(method["versions"].max or "")
        versions = self.inline.text(version_words(self._words, low, high))
        parts = (f"**{name}**" if name else "", self.inline.code(path) if path else "")
        return " ".join(filter(None, (*parts, f"({versions})" if versions else "")))

    def parameters(self, node: nodes.Element) -> str:
        """Return a table of parameters, with what lies in a row below it."""
        rows: Sequence[ParameterRow] = node["rows"]
        keys = node.get("keys") or [()] * len(rows)
        tree = nest([row.use for row in rows], keys)
        lines = [self._parameter(rows[nested.row], nested) for nested in tree]
        columns = [
            self._words.gettext("Name"),
            self._words.gettext("In"),
            self._words.gettext("Type"),
            self._words.gettext("Required"),
            self._words.gettext("Versions"),
            self._words.gettext("Description"),
        ]
        if not any(line[_VERSIONS] for line in lines):
            for line in (columns, *lines):
                del line[_VERSIONS]
        return md.table(columns, lines)

    def _parameter(self, row: ParameterRow, nested: NestedRow) -> list[str]:
        use, definition = row.use, row.use.definition
        name = self.inline.leads.anchor(use.anchor) + self.cells.code(use.name)
        if nested.above:
            place = self.cells.code(".".join(nested.above))
            name += f" {self._words.gettext('in %(place)s', place=place)}"
        if definition is None:
            return [name, "", "", "", "", ""]
        kind = f"{definition.type} ({definition.format})" if definition.format else definition.type
        return [
            name,
            self.cells.line(definition.location),
            self.cells.line(kind),
            self._words.gettext("yes") if definition.required else self._words.gettext("no"),
            self.cells.line(
                version_words(self._words, definition.min_version, definition.max_version)
            ),
            self._describe(row.description),
        ]

    def status_codes(self, node: nodes.Element) -> list[str]:
        """Return the label of a table of status codes, and the table."""
        rows: Sequence[StatusRow] = node["rows"]
        lines = [
            [f"{row.status.code} {row.status.phrase}".strip(), self._reason(row)] for row in rows
        ]
        columns = [self._words.gettext("Code"), self._words.gettext("Reason")]
        return [f"**{status_label(self._words, node['type'])}**", md.table(columns, lines)]

    def _reason(self, row: StatusRow) -> str:
        # The key of a table's reason names its description, which is shown.
        return self._describe(row.description) or self.cells.line(row.status.reason)

    def _describe(self, key: str) -> str:
        if key not in self._descriptions:
            definition = self._definitions.get(key)
            blocks = blocks_of(definition) if definition is not None else ()
            self._descriptions[key] = self.cells.cell(blocks)
        return self._descriptions[key]

    def table(self, node: nodes.Element) -> list[str]:
        """Return a table of the author's: its title, and its first row as its head."""
        made: list[str] = []
        for child in node.children:
            if isinstance(child, nodes.title):
                made.append(self.inline.anchors(child) + self.inline.strong(child.children))
            elif isinstance(child, nodes.tgroup):
                made += self._group(child)
        return made

    def _group(self, group: nodes.Element) -> list[str]:
        heads = _rows(group, nodes.thead)
        lines = self._lines([*heads, *_rows(group, nodes.tbody)])
        width = max(map(len, lines), default=0)
        lines = [[*line, *[""] * (width - len(line))] for line in lines]
        columns = zip(*lines[: len(heads)], strict=True)
        titles = ["<br>".join(filter(None, column)) for column in columns] or [""] * width
        return [md.table(titles, lines[len(heads) :])] if width else []

    def _lines(self, rows: Iterable[nodes.Element]) -> list[list[str]]:
        """Return the cells of rows; one that spans several stands in the first of them."""
        lines = []
        covered: dict[int, int] = {}
        for row in rows:
            line: list[str] = []
            for entry in (one for one in row.children if isinstance(one, nodes.entry)):
                _skip(line, covered)
                first = len(line)
                line += [self.cells.cell(entry.children), *[""] * entry.get("morecols", 0)]
                covered |= dict.fromkeys(range(first, len(line)), entry.get("morerows", 0))
            _skip(line, covered)
            lines.append(line)
        return lines


def _rows(group: nodes.Element, part: type[nodes.Element]) -> list[nodes.Element]:
    parts = [one for one in group.children if isinstance(one, part)]
    return [row for one in parts for row in one.children if isinstance(row, nodes.Element)]


def _skip(line: list[str], covered: dict[int, int]) -> None:
    """Leave free the cells that one of an earlier row covers."""
    while covered.get(len(line)):
        covered[len(line)] -= 1
        line.append("")
