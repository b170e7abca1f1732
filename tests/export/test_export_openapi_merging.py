# SPDX-License-Identifier: Apache-2.0
"""Operations of one method and path become one, and nothing of them is lost."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator
from openapi_cases import document, inline, operations_in, parameters_of, reasons, request_schema
from references import operation

from os_apiref.model.operation import Operation

ACTION = "POST /servers/{id}/action"


def action(title: str, request: str, *samples: str, **more: Any) -> Operation:
    """An operation on the URL of actions, whose anchor is its title."""
    anchor = title.lower().replace(" ", "-")
    return operation(
        more.pop("line", ACTION),
        title=title,
        anchor=anchor,
        request=request,
        samples=samples,
        codes="Normal response codes: 202",
        **more,
    )


PAUSE = action("Pause server", "id in=path\npause type=none", "pause-request.json")
RENAME = action(
    "Rename server",
    "id in=path\nrename type=object\nrename.name type=string",
    "rename-request.json",
)
SAMPLES = {
    "pause-request.json": '{"pause": null}',
    "rename-request.json": '{"rename": {"name": "a"}}',
}


def only(content: Any) -> Any:
    ((_, _, found),) = operations_in(content)
    return found


def test_actions_are_told_apart_by_the_key_that_each_requires() -> None:
    content = document(PAUSE, RENAME, samples=SAMPLES)
    schema = only(content)["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {
        "oneOf": [
            {"$ref": "#/components/schemas/pause_server_request"},
            {"$ref": "#/components/schemas/rename_server_request"},
        ],
        "x-apiref-discriminator": {
            "by": "key",
            "mapping": {
                "pause": "#/components/schemas/pause_server_request",
                "rename": "#/components/schemas/rename_server_request",
            },
        },
    }
    assert content["components"]["schemas"]["pause_server_request"] == {
        "description": "Pause server",
        "type": "object",
        "properties": {"pause": {"type": "null"}},
        "required": ["pause"],
    }


def test_every_sample_fits_one_branch_alone() -> None:
    content = document(PAUSE, RENAME, samples=SAMPLES)
    validator = Draft202012Validator(request_schema(content, only(content)))
    assert validator.is_valid({"pause": None})
    assert validator.is_valid({"rename": {"name": "a"}})
    assert not validator.is_valid({"pause": None, "rename": {"name": "a"}})
    assert not validator.is_valid({"stop": None})


def test_a_discriminator_is_written_where_a_value_decides_that_the_titles_name() -> None:
    samples = {"start-request.json": '{"kind": "start"}', "stop-request.json": '{"kind": "stop"}'}
    content = document(
        action("Start task", "kind: a type=string", "start-request.json"),
        action("Stop task", "kind: b type=string\nforce type=boolean", "stop-request.json"),
        samples=samples,
    )
    schema = only(content)["requestBody"]["content"]["application/json"]["schema"]
    assert schema["discriminator"] == {
        "propertyName": "kind",
        "mapping": {
            "start": "#/components/schemas/start_task_request",
            "stop": "#/components/schemas/stop_task_request",
        },
    }
    branch = content["components"]["schemas"]["stop_task_request"]
    assert branch["properties"]["kind"]["const"] == "stop"
    assert branch["required"] == ["kind"]


def test_values_that_only_samples_show_decide_nothing() -> None:
    samples = {"a-request.json": '{"name": "web"}', "b-request.json": '{"name": "db"}'}
    content = document(
        action("Create server", "name\nsize type=integer", "a-request.json"),
        action("Create servers", "name\nmin_count type=integer", "b-request.json"),
        samples=samples,
    )
    schema = only(content)["requestBody"]["content"]["application/json"]["schema"]
    assert set(schema) == {"anyOf"}
    assert len(reasons(content, "body")) == 2


def test_equal_bodies_are_one() -> None:
    twins = [
        action(title, "run type=array\nrun.name type=string", "run-request.json")
        for title in ("Run events", "Run external events")
    ]
    content = document(*twins, samples={"run-request.json": '{"run": [{"name": "a"}]}'})
    schema = request_schema(content, only(content))
    assert list(schema["properties"]) == ["run"]


def test_a_body_of_which_nothing_is_said_is_what_no_other_operation_takes() -> None:
    content = document(PAUSE, action("Evacuate server", ""), samples=SAMPLES)
    validator = Draft202012Validator(request_schema(content, only(content)))
    assert validator.is_valid({"evacuate": {}})
    assert validator.is_valid({"pause": None})
    assert not validator.is_valid({"pause": 1})
    assert len(reasons(content, "body")) == 1


def test_each_operation_stays_visible() -> None:
    found = only(document(PAUSE, RENAME, samples=SAMPLES))
    shown = found["x-apiref-operations"]
    assert [one["id"] for one in shown] == ["index#pause-server", "index#rename-server-1"]
    assert shown[0] == {
        "id": "index#pause-server",
        "method": "POST",
        "path": "/servers/{id}/action",
        "title": "Pause server",
        "place": "a.inc:3",
        "page": "index.html#pause-server",
        "parameters": [
            {"name": "id", "key": "id", "place": "a.inc:10", "in": "path", "role": "request"},
            {"name": "pause", "key": "pause", "place": "a.inc:11", "in": "body", "role": "request"},
        ],
        "statuses": [{"code": 202, "type": "success", "place": "a.inc:5"}],
        "samples": [
            {
                "path": "pause-request.json",
                "place": "a.inc:50",
                "role": "request",
            }
        ],
    }


def test_its_name_is_that_of_method_and_path() -> None:
    found = only(document(PAUSE, RENAME, samples=SAMPLES))
    assert found["operationId"] == "post_servers_id_action"
    assert found["summary"] == "POST /servers/{id}/action: 2 operations"


def test_parameters_that_some_have_are_required_of_none() -> None:
    first = operation("GET /servers", title="List", request="name in=query type=string")
    second = operation("GET /servers", title="List all", request="all in=query type=boolean")
    content = document(first, second)
    found = parameters_of(content, only(content))
    assert set(found) == {("query", "name"), ("query", "all")}
    assert not any(one.get("required") for one in found.values())


def test_parameters_that_differ_are_alternatives() -> None:
    first = operation("GET /servers", title="List", request="limit: a in=query type=string")
    second = operation("GET /servers", title="List all", request="limit: b in=query type=integer")
    content = document(first, second)
    (found,) = parameters_of(content, only(content)).values()
    assert found["schema"] == {"anyOf": [{"type": "string"}, {"type": "integer"}]}


def test_paths_of_one_shape_are_one_path() -> None:
    content = document(
        operation("GET /dns/{domain}/entries/{name}", request="domain in=path\nname in=path"),
        operation("GET /dns/{domain}/entries/{ip}", request="domain in=path\nip in=path"),
    )
    assert list(content["paths"]) == ["/dns/{domain}/entries/{name}"]
    found = only(content)
    assert [key for _, key in parameters_of(content, found)] == ["domain", "name"]
    assert [one["path"] for one in found["x-apiref-operations"]] == [
        "/dns/{domain}/entries/{name}",
        "/dns/{domain}/entries/{ip}",
    ]
    assert reasons(content, "path-shape") == [
        "/dns/{domain}/entries/{ip} and /dns/{domain}/entries/{name} are one path for OpenAPI"
    ]


def test_answers_of_one_code_are_alternatives() -> None:
    first = operation(ACTION, title="A", response="url", codes="Normal response codes: 200, 202")
    second = operation(ACTION, title="B", response="log", codes="Normal response codes: 200")
    content = document(first, second)
    found = inline(content, only(content)["responses"])
    schema = found["200"]["content"]["application/json"]["schema"]
    assert [list(one["properties"]) for one in schema["anyOf"]] == [["url"], ["log"]]
    assert list(found["202"]["content"]["application/json"]["schema"]["properties"]) == ["url"]
