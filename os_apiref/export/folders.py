# SPDX-License-Identifier: Apache-2.0
"""Exports of many files: what is written, what is copied, and what of an earlier one goes."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from os_apiref.export.formats import File

LISTING = ".os-apiref-export"
"""The file that names what the command wrote into a folder."""

_SUFFIXES = frozenset({".json", ".md", ".txt"})


def write_tree(
    folder: Path, files: Iterable[File], assets: Mapping[str, str], listing: str = LISTING
) -> None:
    """Write files and copy assets into a folder; raises OSError.

    What has not changed is left alone. What an earlier export wrote, as the
    file ``listing`` names it, and this one does not, is removed.
    """
    names = []
    for file in files:
        _write(folder / file.name, "".join(file.pieces))
        names.append(file.name)
    for name, path in assets.items():
        _copy(Path(path), folder / name)
    _remove_others(folder, names, folder / listing)


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


def _remove_others(folder: Path, names: list[str], listing: Path) -> None:
    try:
        earlier = listing.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        earlier = []
    kept = set(names)
    for name in earlier:
        path = PurePosixPath(name)
        is_ours = path.suffix in _SUFFIXES and not path.is_absolute() and ".." not in path.parts
        if name in kept or not is_ours:
            continue
        with suppress(OSError, ValueError):
            (folder / path).unlink()
            for parent in path.parents[:-1]:
                (folder / parent).rmdir()  # not where anything else is in it
    if names:
        _write(listing, "".join(f"{name}\n" for name in sorted(names)))
    else:
        listing.unlink(missing_ok=True)
