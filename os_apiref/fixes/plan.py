# SPDX-License-Identifier: Apache-2.0
"""What repairs would make of the source files: to be shown, or written."""

from __future__ import annotations

import errno
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from os_apiref.atomic import write_bytes
from os_apiref.fixes.diff import unified_diff
from os_apiref.fixes.edits import apply_edits
from os_apiref.fixes.layout import laid_out
from os_apiref.fixes.markers import marker_edits
from os_apiref.fixes.order import ordered
from os_apiref.kinds import ProblemKind
from os_apiref.load.files import SIZE_LIMIT
from os_apiref.model.operation import Marker
from os_apiref.problems import Edit, Problem


class Change(NamedTuple):
    """A file before and after its repair."""

    old: bytes
    new: bytes


class Failure(NamedTuple):
    """A file that was not read or not written, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """The changes of files by path; those that stay as they are have none."""

    changes: Mapping[str, Change] = field(default_factory=dict)
    refused: tuple[Edit, ...] = ()
    """Edits that do not fit what stands at their place, or whose file may not change."""
    failures: tuple[Failure, ...] = ()
    """Files that could not be read."""


Repair = Callable[[str, bytes], tuple[bytes, tuple[Edit, ...]]]
"""From the real path of a file and what it holds to what it shall hold, and unfit edits."""


@dataclass
class _Wanted:
    """What is to be done in one file."""

    edits: list[Edit] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    order: bool = False


def plan_fixes(
    problems: Iterable[Problem], sources: Iterable[str], markers: Iterable[Marker] = ()
) -> Plan:
    """Return what the edits of problems and the removal of markers make of source files.

    Nothing but ``sources``, or what they link to, may change. A file with
    definitions out of order is put in order after its edits.
    """
    wanted: defaultdict[str, _Wanted] = defaultdict(_Wanted)
    for problem in problems:
        if problem.kind is ProblemKind.DEFINITION_ORDER:
            wanted[os.path.realpath(problem.place.path)].order = True
        for edit in problem.edits:
            wanted[os.path.realpath(edit.place.path)].edits.append(edit)
    for marker in markers:
        wanted[os.path.realpath(marker.place.path)].markers.append(marker)
    paths = [path for path in sources if os.path.realpath(path) in wanted]
    plan = _plan(paths, lambda real, content: _fixed(content, wanted[real]))
    elsewhere = wanted.keys() - {os.path.realpath(path) for path in paths}
    refused = [edit for real in sorted(elsewhere) for edit in wanted[real].edits]
    return Plan(plan.changes, (*plan.refused, *refused), plan.failures)


def plan_format(paths: Iterable[str]) -> Plan:
    """Return what the layout and order of definitions make of YAML files."""
    return _plan(paths, lambda real, content: (_formatted(content), ()))


def diff(plan: Plan, folder: Path) -> str:
    """Return the changes of a plan as one unified diff, with paths from ``folder``."""
    parts = []
    for path, change in plan.changes.items():
        # git knows files, and of a link only where it leads.
        relative = os.path.relpath(os.path.realpath(path), os.path.realpath(folder))
        parts.append(unified_diff(Path(relative).as_posix(), *change))
    return "".join(parts)


def write(plan: Plan) -> list[Failure]:
    """Write each file of a plan whole, and return those that were left as they are.

    A file that is not as it was when the plan was made is left alone: the
    plan knows nothing of what somebody wrote meanwhile.
    """
    failures = []
    for path, change in plan.changes.items():
        try:
            if _read(path) != change.old:
                failures.append(Failure(path, "it has changed since it was read; run this again"))
            else:
                write_bytes(Path(path), change.new)
        except OSError as error:
            failures.append(Failure(path, error.strerror or str(error)))
    return failures


def _plan(paths: Iterable[str], repair: Repair) -> Plan:
    changes: dict[str, Change] = {}
    refused: list[Edit] = []
    failures: list[Failure] = []
    by_file: dict[str, str] = {}
    for path in paths:
        by_file.setdefault(os.path.realpath(path), path)
    for real, path in sorted(by_file.items(), key=lambda pair: pair[1]):
        try:
            old = _read(path)
        except OSError as error:
            failures.append(Failure(path, error.strerror or str(error)))
            continue
        new, unfit = repair(real, old)
        refused += unfit
        if new != old:
            changes[path] = Change(old, new)
    return Plan(changes, tuple(refused), tuple(failures))


def _read(path: str) -> bytes:
    if os.path.exists(path) and not os.path.isfile(path):
        raise OSError(errno.EINVAL, "it is not a file")
    with open(path, "rb") as file:
        content = file.read(SIZE_LIMIT + 1)
    if len(content) > SIZE_LIMIT:
        raise OSError(errno.EFBIG, f"it has more than {SIZE_LIMIT // 1024 // 1024} MiB")
    return content


def _fixed(content: bytes, wanted: _Wanted) -> tuple[bytes, tuple[Edit, ...]]:
    edits = [*wanted.edits, *marker_edits(content, wanted.markers)]
    edited = apply_edits(content, edits)
    new = _rewritten(edited.content, ordered) if wanted.order else edited.content
    return new, edited.refused


def _formatted(content: bytes) -> bytes:
    return _rewritten(content, lambda text: ordered(laid_out(text)))


def _rewritten(content: bytes, rewrite: Callable[[str], str]) -> bytes:
    """Return a file rewritten as text, or as it is where it is not UTF-8."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content
    return rewrite(text).encode("utf-8")
