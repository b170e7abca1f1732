# SPDX-License-Identifier: Apache-2.0
"""What lies in the folders: which files are samples that nobody shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from os_apiref.load.disk import load_disk
from os_apiref.model.operation import Operation, Sample
from os_apiref.problems import Place


def unused(folder: Path, files: str, used: str, shown: str = "") -> set[str]:
    """Names of unused samples, from the folder, where the documents are in ``doc/``."""
    for name in files.split():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    samples = tuple(Sample(str(folder / name), "json", Place("a.inc", 1)) for name in used.split())
    operation = Operation("GET", "/", "", "index", "a", Place("a.inc", 1), samples=samples)
    disk = load_disk(folder / "doc", [operation], [str(folder / name) for name in shown.split()])
    return {str(Path(path).relative_to(folder)) for path in disk.unused_samples}


@pytest.mark.parametrize(
    ("files", "used", "expected"),
    [
        ("doc/s/a.json doc/s/b.json", "doc/s/a.json", {"doc/s/b.json"}),
        # A folder of samples goes as far up as it holds nothing else.
        ("doc/i.rst s/v2/a.json s/v1/b.json s/c.json", "s/v2/a.json", {"s/v1/b.json", "s/c.json"}),
        ("doc/i.rst s/v2/a.json s/v1/b.json s/c.py", "s/v2/a.json", set()),
        ("doc/i.rst doc/s/v2/a.json doc/s/v1/b.json", "doc/s/v2/a.json", {"doc/s/v1/b.json"}),
        # Documents lie beside samples: only the sample's own folder is looked at.
        ("doc/a.json doc/b.json doc/i.rst doc/x/c.json", "doc/a.json", {"doc/b.json"}),
        # Other kinds of files are no samples.
        ("doc/s/a.json doc/s/README.md doc/s/b.txt doc/s/.c.json", "doc/s/a.json", set()),
        ("doc/s/a.json doc/s/b.txt doc/s/c.txt", "doc/s/a.json doc/s/b.txt", {"doc/s/c.txt"}),
        ("doc/s/a.json", "", set()),
    ],
)
def test_unused_samples(tmp_path: Path, files: str, used: str, expected: set[str]) -> None:
    assert unused(tmp_path, files, used) == expected


def test_what_a_document_shows_outside_of_operations_is_used(tmp_path: Path) -> None:
    assert unused(tmp_path, "doc/s/a.json doc/s/b.json", "doc/s/a.json", "doc/s/b.json") == set()


def test_a_sample_that_is_shown_by_another_name_is_used(tmp_path: Path) -> None:
    assert unused(tmp_path, "doc/s/a.json", "doc/s/../s/a.json") == set()
