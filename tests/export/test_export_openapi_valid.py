# SPDX-License-Identifier: Apache-2.0
"""Documents are OpenAPI 3.1 and samples fit their schemas, as others' validators see it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_cases import inline, operations_in, resolve
from openapi_random import random_publication
from openapi_sources import SOURCES, VERSIONS, publication_of
from openapi_spec_validator import OpenAPIV31SpecValidator

from os_apiref.export.openapi import bodies
from os_apiref.export.openapi.document import make_document
from os_apiref.export.openapi.formats import FORMATS
from os_apiref.export.openapi.samples import plain
from os_apiref.export.openapi.validate import find_misfits
from os_apiref.export.openapi.versions import newest_version
from os_apiref.export.openapi.write import write_json
from os_apiref.load.jsontree import load_json

CHECKER = FormatChecker(formats=list(FORMATS))


def views() -> Iterator[Any]:
    """Every reference in all its versions, and at some of them."""
    for name in SOURCES:
        marks = () if name == "demo" else (pytest.mark.slow,)
        for version in ("", *VERSIONS.get(name, ())):
            yield pytest.param(name, version, marks=marks, id=f"{name}-{version or 'all'}")


def as_read(content: Any) -> Any:
    """Return a document as it is read from its file: nothing in it is shared by accident."""
    return json.loads("".join(write_json(content)))


def check(content: Any) -> None:
    """Fail where a document is no OpenAPI 3.1."""
    errors = OpenAPIV31SpecValidator(content).iter_errors()
    assert [f"{list(one.absolute_path)}: {one.message}" for one in errors] == []


@pytest.mark.parametrize(("name", "version"), list(views()))
def test_a_reference_is_openapi(name: str, version: str) -> None:
    document = make_document(publication_of(name), version)
    content = as_read(document.content)
    check(content)
    assert not version or "x-apiref-versions" not in json.dumps(content)


@pytest.mark.parametrize(
    "seed", [*range(20), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(20, 200))]
)
def test_what_chance_writes_is_openapi(seed: int) -> None:
    publication = random_publication(seed)
    content = as_read(make_document(publication).content)
    check(content)
    ids = [
        one["id"] for _, _, each in operations_in(content) for one in each["x-apiref-operations"]
    ]
    assert sorted(ids) == sorted(one.id for one in publication.reference.operations)
    check(as_read(make_document(publication, "2.5").content))


def test_of_many_none_loses_its_way() -> None:
    """A validator of all that OpenAPI says takes a tenth of a second for each, this takes less."""
    for seed in range(1_000, 1_080):
        content = as_read(make_document(random_publication(seed)).content)
        names = [one["operationId"] for _, _, one in operations_in(content)]
        assert len(set(names)) == len(names)
        assert inline(content, content["paths"])
        as_read(make_document(random_publication(seed), "2.5").content)


def examples_in(content: Any, operation: Any) -> Iterator[tuple[Any, str, Any]]:
    """Yield the schema, the name and the value of every example of an operation."""
    for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
        found = resolve(content, holder)
        for media in found.get("content", {}).values() if isinstance(found, dict) else ():
            for name, example in media.get("examples", {}).items():
                if "schema" in media:
                    yield media["schema"], name, resolve(content, example)["value"]


@pytest.mark.parametrize(("name", "version"), list(views()))
def test_every_sample_fits_or_is_noted(name: str, version: str) -> None:
    """Asked of the finished document, references, branches of a oneOf and all."""
    content = as_read(make_document(publication_of(name), version).content)
    for _, _, operation in operations_in(content):
        ids = [one["id"] for one in operation["x-apiref-operations"]]
        noted = {
            Path(one["place"].partition(":")[0]).stem
            for one in content["x-apiref-notes"]
            if one["kind"] == "sample" and one["operation"] in ids
        }
        misfits = {
            example
            for schema, example, value in examples_in(content, operation)
            if not Draft202012Validator(
                {**schema, "components": content["components"]}, format_checker=CHECKER
            ).is_valid(value)
        }
        # An example is named after its file.
        assert {one for one in misfits if not one.startswith(tuple(noted))} == set()
        if len(ids) == 1:  # what does not fit its own schema may fit that of another operation
            assert {one for one in noted if not any(map(starts_with(one), misfits))} == set()


def starts_with(stem: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(stem)


@pytest.mark.parametrize(
    "name",
    ["demo", *(pytest.param(name, marks=pytest.mark.slow) for name in SOURCES if name != "demo")],
)
def test_our_validator_says_what_jsonschema_says(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = compare_validators(monkeypatch)
    make_document(publication_of(name))
    assert len(compared) > 10
    assert [one for one in compared if one[0] != one[1]] == []


def test_our_validator_says_what_jsonschema_says_of_what_chance_writes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = compare_validators(monkeypatch)
    for seed in range(150):
        make_document(random_publication(seed))
    assert {one[0] for one in compared} == {True, False}
    assert [one for one in compared if one[0] != one[1]] == []


def compare_validators(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, bool, Any]]:
    """Have every sample asked twice; return what ours and what jsonschema said of each."""
    compared: list[tuple[bool, bool, Any]] = []

    def both(schema: Any, value: Any) -> Iterator[Any]:
        found = list(find_misfits(schema, value))
        validator = Draft202012Validator(schema, format_checker=CHECKER)
        compared.append((not found, validator.is_valid(plain(value)), schema))
        return iter(found)

    monkeypatch.setattr(bodies, "find_misfits", both)
    return compared


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ({"type": "integer"}, "1.0"),
        ({"type": "integer"}, "1.5"),
        ({"type": "number"}, "1"),
        ({"type": ["string", "null"]}, "null"),
        ({"type": "boolean"}, "1"),
        ({"required": ["a"]}, "{}"),
        ({"required": ["a"]}, "[]"),
        ({"properties": {"a": {"type": "string"}}}, '{"a": 1}'),
        ({"properties": {"a": {"type": "string"}}}, '{"a": 1, "a": "b"}'),
        ({"patternProperties": {"^a.+$": {"type": "string"}}}, '{"ab": 1, "a": 1}'),
        ({"additionalProperties": {"type": "string"}, "properties": {"a": {}}}, '{"a": 1}'),
        ({"additionalProperties": {"type": "string"}}, '{"a": 1}'),
        ({"items": {"type": "string"}}, '["a", 1]'),
        ({"items": {"type": "string"}}, '{"a": 1}'),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "1"),
        ({"oneOf": [{"type": "string"}, {}]}, '"a"'),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, '{"a": 1, "b": 2}'),
        ({"not": {"anyOf": [{"required": ["a"]}]}}, '{"a": 1}'),
        *(
            ({"format": name}, json.dumps(text))
            for name in FORMATS
            for text in (
                "",
                "a",
                "2019-04-23",
                "2019-4-23",
                "2019-04-23T15:19:15Z",
                "2019-04-23t15:19:15z",
                "2019-04-23T15:19:15.1+02:00",
                "2019-04-23T25:19:15Z",
                "2019-04-23T15:19:15",
                "2019-04-23T15:19:15+0200",
                "192.0.2.1",
                "192.0.2.256",
                "::1",
                "fe80::1%eth0",
                "8c69e9f2-55a6-4f0e-b4e2-4d6b6c9a1a11",
                "8c69e9f255a64f0eb4e24d6b6c9a1a11",
                "http://a.example/b?c=d#e",
                "http://a.example:80/b c",
                "urn:uuid:1",
                "/relative",
                "http://[::1]:80/",
                "http://a%zz",
                "a@b",
            )
        ),
    ],
)
def test_our_validator_knows_the_keywords_and_formats(schema: Any, text: str) -> None:
    value = load_json(text, "a.json")
    validator = Draft202012Validator(schema, format_checker=CHECKER)
    assert (next(find_misfits(schema, value), None) is None) == validator.is_valid(plain(value))


def test_the_latest_version_is_one() -> None:
    publication = publication_of("demo")
    newest = newest_version(publication)
    assert newest is not None
    check(as_read(make_document(publication, str(newest)).content))


def test_no_order_of_operations_changes_their_names() -> None:
    publication = publication_of("demo")
    backwards = replace(
        publication,
        reference=replace(publication.reference, operations=publication.reference.operations[::-1]),
    )
    names = [
        sorted(one["operationId"] for _, _, one in operations_in(make_document(each).content))
        for each in (publication, backwards)
    ]
    assert names[0] == names[1]
