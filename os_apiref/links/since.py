# SPDX-License-Identifier: Apache-2.0
"""Which lines changed since a git revision."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from os_apiref.links.link import Link

EVERY_LINE = range(1, 2**31)
"""The lines of a file that is new as a whole."""

_HUNK = re.compile(rb"@@ -\d+(?:,(?P<removed>\d+))? \+(?P<start>\d+)(?:,(?P<added>\d+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_LETTERS = {
    b"a": b"\a",
    b"b": b"\b",
    b"f": b"\f",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"v": b"\v",
}

# Nothing that a configuration, an attribute or a name of a file says may change what is read.
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.quotepath=true")
_DIFF = (
    *("diff", "--unified=0", "--inter-hunk-context=0", "--text", "--find-renames", "--no-color"),
    *("--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all"),
    *("--src-prefix=a/", "--dst-prefix=b/"),
)


class RevisionError(Exception):
    """Nobody can tell what changed; the message says why, and what to give instead."""


def changed_lines(folder: Path, revision: str) -> Mapping[str, Collection[int]]:
    """Return the lines that the working tree has and a revision has not, by real path.

    ``folder`` is any folder of the repository. Where HEAD has left the
    revision's branch, the commit that both come from counts, so that what the
    branch got since is no change here. A file that git does not know yet is
    new as a whole, unless git ignores it. Raises RevisionError.
    """
    if not folder.is_dir():
        raise RevisionError(f"there is no folder {folder}")
    root = Path(_text(folder, "rev-parse", "--show-toplevel"))
    commit = _commit(root, revision)
    changed: dict[str, Collection[int]] = {}
    for name, lines in _read_diff(_lines(root, *_DIFF, commit, "--")):
        changed[os.path.realpath(os.path.join(root, name))] = frozenset(lines)
    unknown = _output(root, "ls-files", "--others", "--exclude-standard", "-z")
    for new in filter(None, unknown.split(b"\0")):
        changed[os.path.realpath(os.path.join(root, os.fsdecode(new)))] = EVERY_LINE
    return changed


def touches(link: Link, changed: Mapping[str, Collection[int]]) -> bool:
    """Whether a line of a link changed, or its file where the line is not known."""
    lines = changed.get(os.path.realpath(link.place.path), ()) if link.place.path else ()
    if not link.place.line:
        return bool(lines)
    last = link.place.line + link.written.count("\n")
    return any(number in lines for number in range(link.place.line, last + 1))


def _commit(root: Path, revision: str) -> str:
    """Return the hash of the commit to compare with."""
    if not revision or revision.startswith("-") or "\0" in revision:
        raise RevisionError(f"'{revision}' is no revision; give a branch, a tag or a commit")
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    try:
        commit = _text(root, *asked)
    except RevisionError:
        raise RevisionError(
            f"git knows no revision '{revision}'; give a branch, a tag or a commit of {root}, "
            "which a shallow clone may have to fetch first"
        ) from None
    try:
        return _text(root, "merge-base", commit, "HEAD")
    except RevisionError:  # no common history, or not as far back as a shallow clone goes
        return commit


def _read_diff(lines: Iterable[bytes]) -> Iterator[tuple[str, set[int]]]:
    """Yield each file of a diff without context, with the numbers of its new lines."""
    name, numbers = "", set[int]()
    skipped = 0
    for line in lines:
        if skipped:
            # "\ No newline at end of file" counts as no line of either side.
            skipped -= not line.startswith(b"\\")
        elif match := _HUNK.match(line):
            start, added = int(match["start"]), int(match["added"] or b"1")
            numbers.update(range(start, start + added))
            skipped = added + int(match["removed"] or b"1")
        elif line.startswith(b"+++ "):
            if numbers:
                yield name, numbers
            name, numbers = _name(line[4:]), set()
    if numbers:
        yield name, numbers


def _name(written: bytes) -> str:
    """Return the name of a file as a diff writes it: quoted as in C where it is unusual."""
    written = written.rstrip(b"\n").removesuffix(b"\t")
    if written.startswith(b'"') and written.endswith(b'"'):
        written = _ESCAPE.sub(_unescaped, written[1:-1])
    return os.fsdecode(written.removeprefix(b"b/"))


def _unescaped(match: re.Match[bytes]) -> bytes:
    escaped = match[1]
    if len(escaped) == 3:
        return bytes([int(escaped, 8) & 0xFF])
    return _LETTERS.get(escaped, escaped)


def _text(folder: Path, *arguments: str) -> str:
    return os.fsdecode(_output(folder, *arguments).rstrip(b"\n"))


def _output(folder: Path, *arguments: str) -> bytes:
    return b"".join(_lines(folder, *arguments))


def _lines(folder: Path, *arguments: str) -> Iterator[bytes]:
    """Yield what a git command prints; raises RevisionError where it fails."""
    command = [*_GIT, "-C", str(folder), *arguments]
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
        ) as process:
            assert process.stdout is not None
            yield from process.stdout
    except FileNotFoundError:
        raise RevisionError("there is no program git, which knows what changed") from None
    except OSError as error:
        raise RevisionError(f"git cannot be started: {error.strerror}") from None
    if process.returncode:
        raise RevisionError(f"git {arguments[0]} failed in {folder}; is it a git repository?")
