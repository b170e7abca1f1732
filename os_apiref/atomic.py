# SPDX-License-Identifier: Apache-2.0
"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8, line ends as they are; see write_bytes."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Put a file with this content in the place of ``path``; see write_pieces."""
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Put a file that consists of some pieces in the place of ``path``.

    Whatever happens, the old file stays whole until the new one is on the disk,
    and nothing is left beside it. A file keeps its permission bits and a
    symbolic link stays: what it points to is replaced. What is no file but, say,
    a terminal or a pipe is written to. Raises OSError, about ``path``.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.writelines(pieces)
        else:
            _replace(Path(os.path.realpath(path)), pieces)
    except OSError as error:
        # It may be about the temporary file, of which nobody but this module knows.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    # A short name: one made of the target's could be too long for its folder.
    temporary = target.with_name(f".os-apiref-{secrets.token_hex(8)}.tmp")
    try:
        # Created by open, not by tempfile: a new file gets the rights that any other gets.
        with temporary.open("xb") as file:
            with suppress(FileNotFoundError):
                temporary.chmod(S_IMODE(target.stat().st_mode))
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
