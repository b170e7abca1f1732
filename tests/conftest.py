# SPDX-License-Identifier: Apache-2.0
"""What tests of several subjects share: one real Sphinx build, and what it printed."""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import browser, built, site, visit  # noqa: F401 - fixtures of every browser test
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

_CODES = re.compile(r"\x1b\[[0-9;]*m")
_NOTE = re.compile(r"note: (?P<path>[^\s:][^:\n]*(?::\d+){0,2}): (?P<text>.*)")
_WARNING = re.compile(
    r"(?P<path>[^\s:][^:\n]*(?::\d+){0,2}): (?P<level>WARNING|ERROR|CRITICAL): (?P<text>.*)"
)


@dataclass(frozen=True)
class Built:
    """A finished build."""

    app: Sphinx
    status: str
    warnings: str

    @property
    def problems(self) -> list[str]:
        """Every printed problem, ``PATH:LINE: warning: TEXT``, in the order of the places.

        Paths are relative to the source folder; notes are told by their word.
        """
        found = []
        for line in self.status.splitlines():
            if line.startswith("note: "):
                match = _NOTE.fullmatch(line)
                found.append(f"{match['path']}: note: {match['text']}" if match else line)
        for line in self.warnings.splitlines():  # further lines quote the source
            if match := _WARNING.fullmatch(line):
                found.append(f"{match['path']}: {_level(match)}: {match['text']}")
            elif line.startswith(("WARNING: ", "ERROR: ", "CRITICAL: ")) or not found:
                found.append(line)
            elif line.strip():
                found[-1] += f" | {line.strip()}"
        return sorted(found, key=_by_place)

    def page(self, name: str = "index") -> str:
        """Return the HTML of a document."""
        return (Path(self.app.outdir) / f"{name}.html").read_text(encoding="utf-8")


def _level(match: re.Match[str]) -> str:
    """The level of a line; what docutils 0.22 calls an error was critical before."""
    return match["level"].lower().replace("critical", "error")


def _by_place(line: str) -> tuple[str, int, int]:
    match = re.match(r"([^:]*)(?::(\d+))?(?::(\d+))?", line)
    assert match is not None
    return match[1], int(match[2] or 0), int(match[3] or 0)


def build_project(
    folder: Path,
    files: Mapping[str, str | bytes],
    *,
    builder: str = "html",
    extensions: tuple[str, ...] = ("os_apiref",),
    parallel: int = 0,
    freshenv: bool = False,
    warningiserror: bool = False,
    **settings: Any,
) -> Built:
    """Build a project of the given files (str or bytes by path) and return what came of it.

    Further keywords are settings of ``conf.py``; the theme is the plainest, for speed.
    """
    source = folder / "source"
    for name, content in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    settings = {
        "extensions": list(extensions),
        "html_theme": "basic",
        "html_use_index": False,
        "html_copy_source": False,
        **settings,
    }
    status, warning = io.StringIO(), io.StringIO()
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(
            source,
            None,
            folder / "out",
            folder / "doctrees",
            builder,
            confoverrides=settings,
            status=status,
            warning=warning,
            parallel=parallel,
            freshenv=freshenv,
            warningiserror=warningiserror,
        )
        app.build()
    printed = [
        _CODES.sub("", stream.getvalue()).replace(f"{source}/", "") for stream in (status, warning)
    ]
    return Built(app, *printed)


Build = Callable[..., Built]


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the variables by which Sphinx colours what it prints into a pipe."""
    for name in ("CI", "FORCE_COLOR", "FORCE_COLOUR", "NO_COLOR", "NO_COLOUR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_words_of_other_tests() -> None:
    """Forget languages: Sphinx adds the catalogs of a build to all that its process has read."""
    translators.clear()


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build a project in a folder of this test, as ``build_project`` does."""
    return functools.partial(build_project, tmp_path)
