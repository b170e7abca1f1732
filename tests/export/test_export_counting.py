# SPDX-License-Identifier: Apache-2.0
"""Nothing that sources say is missing from an export: a parser of its own counts it."""

from __future__ import annotations

import copy
import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import counting
import pytest
from counting_openapi import count_openapi

from os_apiref import cli

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))
REFERENCES = sorted(CORPUS.glob("*/api-ref/source"))


FORMATS = ("json", "openapi")


def export(source: Path, folder: Path, name: str = "json") -> Path:
    path = folder / f"{name}.json"
    assert cli.main(["export", str(source), "-q", "--format", name, "-o", str(path)]) == 0
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_the_demo_is_missing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = export(ROOT / "source", tmp_path, name)
    capsys.readouterr()
    assert counting.main([str(ROOT / "source"), str(path)]) == 0
    assert "Nothing is missing" in capsys.readouterr().out


@pytest.mark.skipif(not REFERENCES, reason="OS_APIREF_CORPUS names no folder of references")
@pytest.mark.parametrize("source", REFERENCES, ids=lambda path: path.parts[-3])
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_a_reference_is_missing(name: str, source: Path, tmp_path: Path) -> None:
    path = export(source, tmp_path, name)
    assert counting.count_sources(source.resolve()).total() > 1_000
    assert counting.main([str(source), str(path)]) == 0


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


def openapi(folder: Path) -> tuple[Counter[counting.Item], Any, Any]:
    """What the reference says, its OpenAPI document, and the one operation in that."""
    source = write(folder / "source", REFERENCE)
    document = json.loads(export(source, folder, "openapi").read_text(encoding="utf-8"))
    written = Counter(
        {one: n for one, n in counting.count_sources(source).items() if one.kind != "definition"}
    )
    assert counting.differences(written, count_openapi(document)) == []
    return written, document, document["paths"]["/servers/{id}"]["get"]


def test_a_row_is_in_openapi_where_more_than_an_extension_has_it(tmp_path: Path) -> None:
    written, document, operation = openapi(tmp_path)
    for code in ("200", "202"):
        del operation["responses"][code]["content"]["application/json"]["schema"]
    assert counting.differences(written, count_openapi(document)) == [
        "missing: show.inc:14: row OS-X:name",
        "missing: show.inc:15: row quoted",
    ]


def test_so_is_a_code_and_so_is_a_sample(tmp_path: Path) -> None:
    written, document, operation = openapi(tmp_path)
    del operation["responses"]["202"]
    del operation["responses"]["200"]["content"]["application/json"]["examples"]
    assert counting.differences(written, count_openapi(document)) == [
        "missing: show.inc:26: status code 202",
        "missing: show.inc:29: sample show.json",
    ]


def test_an_operation_that_is_not_in_openapi_is_missed(tmp_path: Path) -> None:
    written, document, operation = openapi(tmp_path)
    operation["x-apiref-operations"] = []
    missing = counting.differences(written, count_openapi(document))
    assert "missing: show.inc:4: operation GET /servers/{id}" in missing
