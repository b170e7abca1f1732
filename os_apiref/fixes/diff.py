# SPDX-License-Identifier: Apache-2.0
"""Changes of files as a unified diff that ``git apply`` and ``patch`` take."""

from __future__ import annotations

import difflib

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_NO_LINE_END = "\n\\ No newline at end of file\n"


def unified_diff(path: str, old: bytes, new: bytes) -> str:
    """Return the diff of one file; ``path`` is relative and has slashes.

    A byte that is not UTF-8 is a lone surrogate in it: whoever writes the diff
    encodes it with the error handler ``surrogateescape`` and leaves line ends
    as they are. Whoever shows it on a terminal escapes control characters.
    """
    names = _name(f"a/{path}"), _name(f"b/{path}")
    lines = difflib.unified_diff(_lines(old), _lines(new), *names)
    return "".join(line if line.endswith("\n") else line + _NO_LINE_END for line in lines)


def _lines(content: bytes) -> list[str]:
    """Return lines as diffs count them: only a line feed ends one."""
    text = content.decode("utf-8", errors="surrogateescape")
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _name(path: str) -> str:
    """Return a file's name as git writes it: quoted where it must be, else ended by a tab."""
    quoted = "".join(_ESCAPES.get(one, one if one >= " " else f"\\{ord(one):03o}") for one in path)
    if quoted != path:
        return f'"{quoted}"'
    return f"{path}\t" if " " in path else path
