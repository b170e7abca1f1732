# SPDX-License-Identifier: Apache-2.0
"""Nothing that sources say is missing from an export: a parser of its own counts it."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import counting
import pytest

from os_apiref import cli

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))
REFERENCES = sorted(CORPUS.glob("*/api-ref/source"))


def export(source: Path, folder: Path) -> Path:
    path = folder / "apiref.json"
    assert cli.main(["export", str(source), "-q", "-o", str(path)]) == 0
    return path


def test_nothing_of_the_demo_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = export(ROOT / "source", tmp_path)
    capsys.readouterr()
    assert counting.main([str(ROOT / "source"), str(path)]) == 0
    assert "Nothing is missing" in capsys.readouterr().out


@pytest.mark.skipif(not REFERENCES, reason="OS_APIREF_CORPUS names no folder of references")
@pytest.mark.parametrize("source", REFERENCES, ids=lambda path: path.parts[-3])
def test_nothing_of_a_reference_is_missing(source: Path, tmp_path: Path) -> None:
    document = json.loads(export(source, tmp_path).read_text(encoding="utf-8"))
    written = counting.count_sources(source.resolve())
    assert written.total() > 1_000
    assert counting.differences(written, counting.count_apiref(document)) == []


REFERENCE = {
    "index.rst": """\
Servers
=======

.. include:: show.inc
""",
    "show.inc": """\
Show
----

.. rest_method::  GET   /servers/{id}

As in::

   .. rest_method:: GET /an/example

.. note::

   .. rest_parameters:: p.yaml

      - OS-X:name: server_name  # as it is
      - "quoted": server_name

.. A comment
   .. rest_method:: GET /nothing

.. rest_status_code:: error s.yaml

  - 404: gone
  - 409

Normal response codes: 200 (microversions 2.100 - 2.204),
202
Error response codes: itemNotFound(404)

.. literalinclude::
   show.json
   :language: json

.. literalinclude:: missing.json
""",
    "p.yaml": "server_name:\n  in: body\n  type: string\n"
    "# none: of these\nother: &other\n  in: query\n",
    "s.yaml": "404:\n  gone: Gone.\n409:\n  default: It is.\n",
    "show.json": "{}",
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_counting_parser_finds_what_is_written(tmp_path: Path) -> None:
    source = write(tmp_path / "source", REFERENCE)
    assert sorted(map(str, counting.count_sources(source).elements())) == [
        "p.yaml:1: definition server_name",
        "p.yaml:5: definition other",
        "show.inc:14: row OS-X:name",
        "show.inc:15: row quoted",
        "show.inc:22: status code 404",
        "show.inc:23: status code 409",
        "show.inc:25: status code 200",
        "show.inc:26: status code 202",
        "show.inc:27: status code 404",
        "show.inc:29: sample show.json",
        "show.inc:4: operation GET /servers/{id}",
    ]


def test_each_part_that_is_taken_away_is_missed_and_each_invented_one_is_unknown(
    tmp_path: Path,
) -> None:
    source = write(tmp_path / "source", REFERENCE)
    document = json.loads(export(source, tmp_path).read_text(encoding="utf-8"))
    written = counting.count_sources(source)
    assert counting.differences(written, counting.count_apiref(document)) == []
    missed = []
    for name in ("parameters", "status_codes", "samples"):
        poorer = copy.deepcopy(document)
        del poorer["operations"][0][name][0]
        missed += counting.differences(written, counting.count_apiref(poorer))
    for name in ("operations", "definitions"):
        poorer = copy.deepcopy(document)
        del poorer[name][-1]
        missed += counting.differences(written, counting.count_apiref(poorer))[:1]
    assert missed == [
        "missing: show.inc:14: row OS-X:name",
        "missing: show.inc:22: status code 404",
        "missing: show.inc:29: sample show.json",
        "missing: show.inc:4: operation GET /servers/{id}",
        "missing: p.yaml:5: definition other",
    ]
    richer: Any = copy.deepcopy(document)
    richer["operations"].append({**document["operations"][0], "path": "/invented"})
    found = counting.differences(written, counting.count_apiref(richer))
    assert "unknown: show.inc:4: operation GET /invented" in found


def test_the_command_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "source", REFERENCE)
    path = export(source, tmp_path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["operations"][0]["samples"] = []
    path.write_text(json.dumps(document), encoding="utf-8")
    assert counting.main([str(source), str(path)]) == 1
    assert "missing: show.inc:29: sample show.json" in capsys.readouterr().out
