# SPDX-License-Identifier: Apache-2.0
"""The settings of a project that has no ``conf.py``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

FALLBACK_TITLE = "API Reference"
ROOT_NAMES = ("index", "contents")

_TITLE = re.compile(
    r"""^(?:(?P<over>[^\w\s])(?P=over)*\n)?      # an overline
        [ ]?(?P<text>\S.*)\n
        (?P<under>[^\w\s])(?P=under)+[ ]*$""",
    re.VERBOSE | re.MULTILINE,
)


def find_root(source: Path) -> str | None:
    """Return the name of the document that a folder starts with, None where nothing says it."""
    names = sorted(path.stem for path in source.glob("*.rst") if path.is_file())
    for name in ROOT_NAMES:
        if name in names:
            return name
    return names[0] if len(names) == 1 else None


def find_title(text: str) -> str:
    """Return the first title of a document, '' where it has none."""
    for match in _TITLE.finditer(text):
        title = match["text"].strip()
        if len(match[0].rsplit("\n", 1)[1].rstrip()) >= len(title):
            return re.sub(r"[`*]", "", title)
    return ""


def settings(source: Path, root: str, outdir: Path, builder: str) -> dict[str, Any]:
    """Return what ``conf.py`` would say of a folder of documents."""
    text = (source / f"{root}.rst").read_text(encoding="utf-8", errors="replace")
    title = find_title(text) or FALLBACK_TITLE
    values: dict[str, Any] = {
        "root_doc": root,
        "project": title,
        "html_title": title,
        "html_theme": "sphinx_rtd_theme",
        "html_show_copyright": False,
        "author": "",
        "copyright": "",
    }
    if outdir.is_relative_to(source):
        values["exclude_patterns"] = [outdir.relative_to(source).as_posix()]
    if builder == "epub":
        values |= _book(title)
    return values


def _book(title: str) -> dict[str, Any]:
    """Return what an epub must say of itself; Sphinx warns of each that is empty."""
    fields = ("author", "contributor", "publisher", "description", "copyright")
    return {
        "version": "latest",
        **{f"epub_{name}": title for name in fields},
        # What Sphinx remembers of a build lies in its folder, and is no part of the book.
        "suppress_warnings": ["epub.unknown_project_files"],
    }
