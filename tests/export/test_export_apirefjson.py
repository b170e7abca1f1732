# SPDX-License-Identifier: Apache-2.0
"""``apiref.json``: the whole reference, by its schema and with nothing missing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from apiref_cases import read, schema
from jsonschema import Draft202012Validator
from references import operation

from conftest import Build
from os_apiref import cli
from os_apiref.export import apirefjson
from os_apiref.export.publication import Project, Publication
from os_apiref.model.reference import Reference

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))
REFERENCES = sorted(CORPUS.glob("*/api-ref/source"))

PARAMETERS = """\
server:
  in: body
  type: object
  required: true
  description: |
    A ``server`` & more.
id:
  in: body
  type: uuid
  format: uuid
  min_version: 2.10
  description: Its id.
unused:
  in: query
  description: |
    See :ref:`nothing`.
"""

STATUS = """\
404:
  default: There is none.
  gone: It was *removed*.
"""

SERVERS = """\
Servers
=======

What runs.

Show
----

.. rest_method:: GET /servers/{server_id}

   min_version: 2.5

Shows **one**.

.. rest_status_code:: error status.yaml

   - 404: gone

Normal response codes: 200

Response (microversions 2.3 - 2.20)
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

.. rest_parameters:: parameters.yaml

   - server: server
   - id: id
   - name: missing

It may be large.

**Example (2.12): JSON response**

.. literalinclude:: samples/show.json
"""


def exported(build: Build, servers: str = SERVERS, **files: str | bytes) -> Any:
    """The document of a reference with one page of servers."""
    built = build(
        {
            "index.rst": servers,
            "parameters.yaml": PARAMETERS,
            "status.yaml": STATUS,
            "samples/show.json": '{"server": {"id": "a1"}}',
            **files,
        },
        builder="os_apiref_export",
        os_apiref_publish=["json"],
        suppress_warnings=["os_apiref"],
    )
    return read((Path(built.app.outdir) / "apiref.json").read_text(encoding="utf-8"))


def without_place(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name != "place"}


def test_the_schema_is_one_and_has_a_name() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == f"urn:os-apiref:apiref:{apirefjson.VERSION}"


def test_an_operation_says_what_its_section_says(build: Build) -> None:
    (found,) = exported(build)["operations"]
    lists = ("parameters", "status_codes", "samples", "code_blocks", "remarks", "place")
    assert {name: found[name] for name in found if name not in lists} == {
        "id": "index#show",
        "method": "GET",
        "path": "/servers/{server_id}",
        "title": "Show",
        "sections": ["Servers"],
        "chapter": "index#servers",
        "inside": None,
        "document": "index",
        "page": "index.html#show",
        "min_version": "2.5",
        "max_version": None,
        "deprecated": None,
        "summary": "Shows one.",
        "description": {"text": "Shows one.", "html": "<p>Shows <strong>one</strong>.</p>"},
        "placeholders": ["server_id"],
    }
    assert found["place"] == {"file": "index.rst", "line": 9, "column": None}
    assert found["remarks"] == [
        {
            "heading": "Response (microversions 2.3 - 2.20)",
            "role": "response",
            "text": "It may be large.",
            "html": "<p>It may be large.</p>",
        }
    ]


def test_a_row_says_what_its_definition_says_but_for_the_description(build: Build) -> None:
    document = exported(build)
    server, id_, missing = document["operations"][0]["parameters"]
    assert id_ == {
        "name": "id",
        "definition": "parameters.yaml#id",
        "key": "id",
        "role": "response",
        "location": "body",
        "type": "uuid",
        "format": "uuid",
        "required": False,
        "min_version": "2.10",
        "max_version": "2.20",
        "table": 1,
        "heading": "Response (microversions 2.3 - 2.20)",
        "parent": 0,
        "inferred": True,
        "sample_path": ["server", "id"],
        "anchor": "show.response.id",
        "place": {"file": "index.rst", "line": 27, "column": None},
    }
    assert (server["min_version"], server["sample_path"]) == ("2.3", ["server"])
    assert (missing["key"], missing["definition"], missing["type"]) == ("missing", None, None)


def test_every_definition_stands_once_used_or_not(build: Build) -> None:
    server, id_, unused = exported(build)["definitions"]
    assert without_place(server) == {
        "id": "parameters.yaml#server",
        "key": "server",
        "location": "body",
        "type": "object",
        "format": None,
        "required": True,
        "min_version": None,
        "max_version": None,
        "description": {
            "text": "A server & more.",
            "html": "<p>A <code>server</code> &amp; more.</p>",
        },
        "used": True,
    }
    assert (id_["min_version"], id_["place"]["line"]) == ("2.10", 7)
    assert (unused["used"], unused["description"]) == (
        False,
        {"text": "See :ref:`nothing`.", "html": None},
    )


def test_status_codes_come_from_tables_and_lines_and_share_their_texts(build: Build) -> None:
    document = exported(build)
    gone, fine = map(without_place, document["operations"][0]["status_codes"])
    assert gone == {
        "code": 404,
        "phrase": "Not Found",
        "type": "error",
        "reason": "gone",
        "description": "status.yaml#404.gone",
        "min_version": None,
        "max_version": None,
    }
    assert (fine["code"], fine["type"], fine["description"]) == (200, "success", None)
    (reason,) = document["reasons"]
    assert without_place(reason) == {
        "id": "status.yaml#404.gone",
        "code": 404,
        "reason": "gone",
        "description": {"text": "It was removed.", "html": "<p>It was <em>removed</em>.</p>"},
    }


def test_a_sample_has_path_and_content(build: Build) -> None:
    (sample,) = exported(build)["operations"][0]["samples"]
    assert without_place(sample) == {
        "role": "response",
        "language": "json",
        "label": "Example (2.12): JSON response",
        "introduction": "",
        "min_version": "2.3",
        "max_version": "2.20",
        "path": "samples/show.json",
        "content": '{"server": {"id": "a1"}}',
    }


def test_a_sample_has_what_is_shown_of_its_file_wherever_that_lies(build: Build) -> None:
    document = exported(
        build,
        f"{SERVERS}\n.. literalinclude:: ../outside.txt\n   :lines: 2\n",
        **{"../outside.txt": "one\ntwo\nthree\n"},
    )
    sample = document["operations"][0]["samples"][1]
    assert (sample["path"], sample["content"]) == ("../outside.txt", "two\n")


def test_samples_that_nobody_can_read_are_none(build: Build) -> None:
    document = exported(
        build,
        f"{SERVERS}\n.. literalinclude:: no.json\n\n.. literalinclude:: bytes.json\n",
        **{"bytes.json": b"\xff\xfe\x00{}"},
    )
    assert len(document["operations"][0]["samples"]) == 1


def test_code_in_the_document_is_told_with_its_text(build: Build) -> None:
    document = exported(build, f"{SERVERS}\nAs a request:\n\n.. code-block:: json\n\n   [1]\n")
    (block,) = document["operations"][0]["code_blocks"]
    assert (block["content"], block["language"], block["role"]) == ("[1]", "json", "request")
    assert block["place"] == {"file": "index.rst", "line": 38, "column": None}


def test_chapters_and_what_stands_outside_operations_are_told(build: Build) -> None:
    document = exported(
        build,
        f"{SERVERS}\nHeaders\n-------\n\n.. rest_parameters:: parameters.yaml\n\n   - h: unused\n\n"
        "Error response codes: 401\n\n.. literalinclude:: samples/show.json\n",
    )
    assert [(one["id"], one["inside"], one["page"]) for one in document["chapters"]] == [
        ("index#servers", None, "index.html#servers"),
        ("index#headers", "index#servers", "index.html#headers"),
    ]
    assert document["chapters"][0]["description"]["text"] == "What runs."
    (elsewhere,) = document["elsewhere"]
    assert (elsewhere["document"], elsewhere["page"]) == ("index", "index.html")
    assert [row["anchor"] for row in elsewhere["parameters"]] == ["headers.h"]
    assert [status["code"] for status in elsewhere["status_codes"]] == [401]
    assert [sample["path"] for sample in elsewhere["samples"]] == ["samples/show.json"]


def test_markers_name_the_operation_that_they_stand_in(build: Build) -> None:
    document = exported(
        build, f".. needs:body_verification\n\n{SERVERS}\n.. needs:example_verification\n"
    )
    assert [(one["word"], one["operation"]) for one in document["markers"]] == [
        ("body_verification", None),
        ("example_verification", "index#show"),
    ]


def test_a_marker_at_the_top_of_a_file_is_of_no_operation_of_the_file_before(build: Build) -> None:
    document = exported(
        build,
        f"{SERVERS}\n.. include:: b.inc\n",
        **{"b.inc": ".. needs:body_verification\n\nB\n=\n\n.. rest_method:: GET /b\n"},
    )
    (marker,) = document["markers"]
    assert (marker["operation"], marker["place"]["file"]) == (None, "b.inc")


def test_operations_of_one_section_and_inside_another_are_told_apart(build: Build) -> None:
    document = exported(
        build,
        f"{SERVERS}\nInner\n~~~~~\n\n.. rest_method:: PUT /i\n\n.. rest_method:: PUT /j\n\nOf j.\n",
    )
    found = [
        (one["id"], one["inside"], one["description"]["text"]) for one in document["operations"]
    ]
    assert found == [
        ("index#show", None, "Shows one."),
        ("index#inner", "index#show", ""),
        ("index#inner.2", "index#show", "Of j."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</script><!-- a --> & \" '",
        "\u2028\u2029\u200b\ufeff\x07",
        "\U0001f600 \\ud83d",
        "a" * 100_000,
    ],
)
def test_hostile_text_is_text(build: Build, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    yaml = f"server:\n  in: body\n  type: {quoted}\n  description: {quoted}\n"
    document = exported(
        build,
        SERVERS.replace("What runs.", text).replace("/{server_id}", f"/{text}"),
        **{"parameters.yaml": yaml, "samples/show.json": text},
    )
    (found,) = document["operations"]
    assert found["samples"][0]["content"] == text
    assert "<script" not in document["definitions"][0]["description"]["html"]
    assert "<script" not in document["chapters"][0]["description"]["html"]


def test_half_a_character_does_not_break_strict_readers() -> None:
    publication = Publication(
        Project("half \ud83d"),
        Reference((operation("GET /\udc00", title="\ud83d\ude00 \\ud83d \ud83d"),)),
        pages={"index": "index.html"},
    )
    document = read("".join(apirefjson.render(publication)))
    assert document["project"]["name"] == "half \ufffd"
    (found,) = document["operations"]
    assert (found["path"], found["title"]) == ("/\ufffd", "\ufffd\ufffd \\ud83d \ufffd")


def test_no_text_ends_a_script_that_holds_the_document(build: Build) -> None:
    built = build(
        {"index.rst": "A\n=\n\n.. rest_method:: GET /a\n\nA ``</script><!--`` b.\n"},
        builder="os_apiref_export",
        os_apiref_publish=["json"],
    )
    written = (Path(built.app.outdir) / "apiref.json").read_text(encoding="utf-8")
    assert "</" not in written
    assert "<!--" not in written
    assert "</script><!--" in read(written)["operations"][0]["description"]["text"]


def test_the_demo_is_exported_by_the_schema(tmp_path: Path) -> None:
    document = export(ROOT / "source", tmp_path / "demo.json")
    assert len(document["operations"]) > 15
    assert all(one["description"]["text"] for one in document["operations"])


@pytest.mark.skipif(not REFERENCES, reason="OS_APIREF_CORPUS names no folder of references")
@pytest.mark.parametrize("source", REFERENCES, ids=lambda path: path.parts[-3])
def test_every_reference_is_exported_by_the_schema(source: Path, tmp_path: Path) -> None:
    document = export(source, tmp_path / "apiref.json")
    assert len(document["operations"]) > 50
    used = [one for one in document["definitions"] if one["used"] and one["description"]]
    assert all(one["description"]["html"] for one in used)


def export(source: Path, path: Path, *arguments: str) -> Any:
    assert cli.main(["export", str(source), "-q", "-o", str(path), *arguments]) == 0
    return read(path.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes_wherever_they_lie(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "deeper" / "copy"
    shutil.copytree(ROOT / "source", copy)
    doctrees = str(tmp_path / "doctrees")
    written = []
    for source, arguments in (
        (ROOT / "source", ()),
        (copy, ()),
        (copy, ("-j", "2")),
        (copy, ("-d", doctrees)),
        (copy, ("-d", doctrees)),
    ):
        path = tmp_path / f"{len(written)}.json"
        export(source, path, *arguments)
        written.append(path.read_bytes())
    assert len(set(written)) == 1
    assert str(tmp_path).encode() not in written[1]
