# SPDX-License-Identifier: Apache-2.0
"""What lies in the folders of a reference: samples, used or not, and fragments."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Set
from itertools import islice
from pathlib import Path

from os_apiref.kinds import ProblemKind
from os_apiref.load.files import SIZE_LIMIT
from os_apiref.load.jsontree import MalformedJson, load_json
from os_apiref.model.operation import Operation
from os_apiref.model.reference import Disk, Fragment, SampleFile
from os_apiref.problems import Place, Problem

FILE_LIMIT = 50_000
"""Files of the folders that are looked at."""

JSON_LANGUAGES = ("json", "javascript", "js")


def load_disk(source: Path, operations: Iterable[Operation], shown: Iterable[str]) -> Disk:
    """Return what lies in the folder of the documents and in those of their samples.

    ``shown`` are the files that the documents show or read, samples or not.
    """
    samples = load_samples(operations)
    return Disk(samples, _unused(samples, shown, source), _fragments(source))


def load_samples(operations: Iterable[Operation]) -> dict[str, SampleFile]:
    """Return the samples of some operations, each once, by path."""
    samples: dict[str, SampleFile] = {}
    for operation in operations:
        for sample in operation.samples:
            if sample.path not in samples:
                samples[sample.path] = load_sample(sample.path, sample.language)
    return samples


def load_sample(path: str, language: str) -> SampleFile:
    """Return a sample, read as JSON where its name or language and its content say so."""
    try:
        with open(path, "rb") as file:
            content = file.read(SIZE_LIMIT + 1)
    except OSError:
        return SampleFile(path)
    text = content[:SIZE_LIMIT].decode("utf-8-sig", errors="replace")
    is_named_json = path.endswith(".json")
    is_shown_as_json = language in JSON_LANGUAGES and not Path(path).suffix
    looks_like_json = text.lstrip().startswith(("{", "["))
    if not (is_named_json or (is_shown_as_json and looks_like_json)):
        return SampleFile(path)
    if len(content) > SIZE_LIMIT:
        return SampleFile(path, problem=_malformed(Place(path, 1), "it is too large to be read"))
    try:
        return SampleFile(path, load_json(text, path))
    except MalformedJson as error:
        return SampleFile(path, problem=_malformed(error.place, error.message))


def _malformed(place: Place, why: str) -> Problem:
    return Problem.of(
        ProblemKind.MALFORMED_SAMPLE,
        place,
        f"this sample is not JSON: {why[:1].lower()}{why[1:]}",
        "write what the service takes or answers",
    )


def _unused(samples: Iterable[str], shown: Iterable[str], source: Path) -> tuple[str, ...]:
    """Return the files beside and below the samples that no document shows.

    The folder of a sample belongs to a collection of samples as far up as it
    holds nothing but files of their kinds.
    """
    used = {os.path.realpath(path) for path in samples}
    suffixes = {os.path.splitext(path)[1] for path in used}
    above_source = {str(folder) for folder in (source.resolve(), *source.resolve().parents)}
    roots = {os.path.dirname(path) for path in used}
    pure: dict[str, bool] = {}
    for folder in sorted(roots):
        while (parent := os.path.dirname(folder)) not in above_source:
            if parent not in pure:
                pure[parent] = all(
                    _is_sample(path, suffixes) for path in _files_in(parent, deep=True)
                )
            if not pure[parent]:
                break
            folder = parent
        roots.add(folder)
    found = {path for root in roots for path in _files_in(root, deep=pure.get(root, False))}
    return tuple(
        sorted(
            path
            for path in found - used.union(map(os.path.realpath, shown))
            if _is_sample(path, suffixes)
        )
    )


def _is_sample(path: str, suffixes: Set[str]) -> bool:
    name = os.path.basename(path)
    return os.path.splitext(name)[1] in suffixes and not name.startswith((".", "README"))


def _files_in(folder: str, *, deep: bool) -> Iterator[str]:
    # The folder is real, and os.walk follows no link to another: only files are to be resolved.
    folder = os.path.realpath(folder)
    folders = os.walk(folder) if deep else islice(os.walk(folder), 1)
    paths = (os.path.join(parent, name) for parent, _, names in folders for name in names)
    files = (os.path.realpath(path) if os.path.islink(path) else path for path in paths)
    yield from islice(files, FILE_LIMIT)


_METHOD = re.compile(rb"^[ \t]*\.\. rest_method::", re.MULTILINE)


def _fragments(source: Path) -> tuple[Fragment, ...]:
    paths = (path for path in source.rglob("*.inc") if path.is_file())
    shown = (path for path in paths if not _is_hidden(path.relative_to(source)))
    return tuple(_fragment(path) for path in sorted(islice(shown, FILE_LIMIT)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _fragment(path: Path) -> Fragment:
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_LIMIT)
    except OSError:
        content = b""
    return Fragment(os.path.realpath(path), len(_METHOD.findall(content)))
