# SPDX-License-Identifier: Apache-2.0
"""The lines of source files, for whoever quotes or reads what stands at a place."""

from __future__ import annotations

from pathlib import Path

from os_apiref.load.files import SIZE_LIMIT
from os_apiref.problems import Place


class Texts:
    """Files read once each, whatever bytes they have; a file that cannot be read has no lines."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[str, ...]] = {}

    def lines(self, path: str) -> tuple[str, ...]:
        """Return the lines of a file without their ends."""
        if path not in self._lines:
            self._lines[path] = _read_lines(Path(path))
        return self._lines[path]

    def line(self, place: Place) -> str:
        """Return the line at a place, '' where there is none."""
        lines = self.lines(place.path)
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


def _read_lines(path: Path) -> tuple[str, ...]:
    try:
        if not path.is_file():
            return ()
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT)
    except (OSError, ValueError):
        return ()
    text = content.decode("utf-8-sig", errors="replace")
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
