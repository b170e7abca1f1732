# SPDX-License-Identifier: Apache-2.0
"""An ``apiref.json`` for tests: built, asked by its schema, and with what it promises held."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from os_apiref.export import apirefjson


def schema() -> Any:
    return json.loads(apirefjson.read_schema())


def read(written: str) -> Any:
    """Return a document as a strict reader sees it, once its schema has been asked."""
    assert written.isascii()
    document = json.loads(written)
    Draft202012Validator(schema()).validate(document)
    _check_ids(document)
    return document


def _check_ids(document: Any) -> None:
    """Every id is one thing's, and each reference leads to one."""
    known = {
        name: [one["id"] for one in document[name]]
        for name in ("chapters", "operations", "definitions", "reasons")
    }
    for name, ids in known.items():
        assert len(set(ids)) == len(ids), name
    for operation in document["operations"]:
        assert operation["chapter"] in (None, *known["chapters"])
        assert operation["inside"] in (None, *known["operations"])
        assert operation["page"].endswith(operation["id"].partition("#")[2].partition(".")[0])
    for marker in document["markers"]:
        assert marker["operation"] in (None, *known["operations"])
    for part in (*document["operations"], *document["elsewhere"]):
        for row in part["parameters"]:
            assert row["definition"] is None or row["definition"] in known["definitions"]
        for index, row in enumerate(part["parameters"]):
            if row["parent"] is not None:
                parent = part["parameters"][row["parent"]]
                assert row["parent"] != index
                assert parent["table"] == row["table"]
        for status in part["status_codes"]:
            assert status["description"] in (None, *known["reasons"])
