# SPDX-License-Identifier: Apache-2.0
"""Real references, where the environment variable OS_APIREF_CORPUS names a folder of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from os_apiref.kinds import ProblemKind, Severity
from os_apiref.load.parameters import load_parameters
from os_apiref.load.roles import find_role
from os_apiref.load.statuses import find_prose_statuses, load_statuses
from os_apiref.problems import Place

CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="OS_APIREF_CORPUS names no folder of references"
)


def sources() -> Iterator[tuple[Path, str]]:
    for pattern in ("*.inc", "*.rst"):
        for path in sorted(CORPUS.glob(f"*/api-ref/source/**/{pattern}")):
            yield path, path.read_text(encoding="utf-8")


def paragraphs(text: str) -> Iterator[str]:
    return (block for block in re.split(r"\n\s*\n", text) if block.strip())


def test_every_code_of_every_status_line_is_found() -> None:
    count = 0
    for path, text in sources():
        for paragraph in paragraphs(text):
            if re.match(r"(?i)\s*(normal|error)\s.*codes?\s*:", paragraph):
                written = re.sub(r"(?i)microversions?[^)]*", "", paragraph.partition(":")[2])
                expected = [int(code) for code in re.findall(r"\b\d{3}\b", written)]
                found = find_prose_statuses(paragraph, Place(str(path)))
                assert [one.code for one in found] == expected, f"{path}: {paragraph}"
                count += len(found)
    assert count > 500


def test_every_reason_of_every_status_line_is_found() -> None:
    for path, text in sources():
        for paragraph in paragraphs(text):
            if re.match(r"(?i)\s*error\s+response\s+codes?\s*:", paragraph):
                expected = set(re.findall(r"\b([A-Za-z]+)\s*\(\d", paragraph))
                found = find_prose_statuses(paragraph, Place(str(path)))
                assert {one.reason for one in found} - {""} == expected, f"{path}: {paragraph}"


def test_headings_over_parameters_have_a_role() -> None:
    heading = re.compile(r"^(\S.*)\n([-=~^.\"'*+#])\2{2,}\s*\n(?:(?!^\.\. rest_)[^\n]*\n){0,6}?"
                         r"\.\. rest_parameters::", re.MULTILINE)  # fmt: skip
    headings = {title for _, text in sources() for title, _ in heading.findall(text)}
    named = {title for title in headings if re.search("(?i)req|resp", title)}
    assert len(named) > 3
    assert {title for title in named if find_role(title) is None} == set()


def test_every_parameters_file_loads() -> None:
    count = 0
    for path in sorted(CORPUS.glob("*/api-ref/source/**/*parameters*.yaml")):
        file = load_parameters(path.read_text(encoding="utf-8"), str(path))
        assert file.problems == ()
        faults = [fault for found in file.faults.values() for fault in found]
        # One definition of all has no type, which the page has to do without.
        errors = {one.kind for one in faults if one.severity is Severity.ERROR}
        assert errors <= {ProblemKind.MISSING_FIELD}
        assert not [one for one in file.definitions.values() if one.min_version == "null"]
        count += len(file.definitions)
    assert count > 1_000


def test_every_status_file_loads() -> None:
    for path in sorted(CORPUS.glob("*/api-ref/source/**/*status*.yaml")):
        file = load_statuses(path.read_text(encoding="utf-8"), str(path))
        assert (file.problems, file.faults) == ((), {}), path
        assert file.reasons
