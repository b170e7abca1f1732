# SPDX-License-Identifier: Apache-2.0
"""Exports of many files: what is written, what is copied, and what of an earlier one goes."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from pathlib import Path, PurePosixPath

from os_apiref.export.formats import File
from os_apiref.export.markdownnames import SUFFIX

LISTING = ".os-apiref-markdown"
"""The file that names the Markdown files of an export: only those are ever removed."""


def write_tree(
    folder: Path, files: Iterable[File], assets: Mapping[str, str], done: Set[str] = frozenset()
) -> list[str]:
    """Write files and copy assets into a folder, and return the names of the files.

    What is ``done`` is there already; what has not changed is left alone.
    Markdown of an earlier export that this one does not have is removed.
    Raises OSError.
    """
    names = []
    for file in files:
        if file.name not in done:
            _write(folder / file.name, "".join(file.pieces))
        names.append(file.name)
    for name, path in assets.items():
        _copy(Path(path), folder / name)
    _remove_others(folder, [name for name in names if name.endswith(SUFFIX)])
    return names


def _write(path: Path, text: str) -> None:
    # No text of an author may end a build: a lone surrogate has no UTF-8.
    content = text.encode("utf-8", errors="replace")
    with suppress(FileNotFoundError, NotADirectoryError):
        if path.read_bytes() == content:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _copy(path: Path, target: Path) -> None:
    if path.is_file() and not (target.is_file() and filecmp.cmp(path, target)):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _remove_others(folder: Path, names: list[str]) -> None:
    listing = folder / LISTING
    try:
        earlier = listing.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        earlier = []
    kept = set(names)
    for name in earlier:
        path = PurePosixPath(name)
        if name in kept or path.suffix != SUFFIX or path.is_absolute() or ".." in path.parts:
            continue
        with suppress(OSError):
            (folder / path).unlink()
            for parent in path.parents[:-1]:
                (folder / parent).rmdir()  # not where anything else is in it
    _write(listing, "\n".join(sorted(names)) + "\n")
