# SPDX-License-Identifier: Apache-2.0
"""From a document to the model: what belongs to which operation, and how it is told."""

from __future__ import annotations

import pytest

from conftest import Build
from os_apiref.model.microversion import Microversion, VersionRange
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Role
from os_apiref.sphinxext.domain import rest_domain

PARAMETERS = """\
name:
  in: body
  type: string
  required: true
  description: |
    The name.
server_id:
  in: path
  type: uuid
  required: true
  description: |
    The server.
"""


def operations(build: Build, body: str, **files: str) -> tuple[Operation, ...]:
    built = build(
        {
            "index.rst": f"API\n===\n\n{body}",
            "parameters.yaml": PARAMETERS,
            "show-resp.json": '{"a": 1}',
            "show.json": '{"a": 1}',
            "call.txt": "GET /",
            **files,
        },
        builder="dummy",
    )
    assert built.problems == []
    return rest_domain(built.app.env).reference().operations


def operation(build: Build, body: str, **files: str) -> Operation:
    (found,) = operations(build, f"Show\n----\n\n{body}", **files)
    return found


@pytest.mark.parametrize(
    ("written", "method", "path"),
    [
        (".. rest_method:: GET /servers", "GET", "/servers"),
        (".. rest_method::  PUT   /servers/{id}", "PUT", "/servers/{id}"),
        (".. rest_method::\n   GET /servers", "GET", "/servers"),
        (".. rest_method:: METHOD /any", "METHOD", "/any"),
        (".. rest_method:: GET /s?{usage}=True", "GET", "/s?{usage}=True"),
        (".. rest_method:: GET no-slash", "GET", "no-slash"),
        (".. rest_method:: GET /\u200b{a}\u200b@{b}", "GET", "/\u200b{a}\u200b@{b}"),
    ],
)
def test_a_method_is_taken_as_written(build: Build, written: str, method: str, path: str) -> None:
    found = operation(build, written + "\n")
    assert (found.method, found.path) == (method, path)


@pytest.mark.parametrize(
    ("below", "low", "high"),
    [
        ("   max_version: 2.5\n", None, (2, 5)),
        ("   min_version: 2.1\n   max_version: 2.10\n", (2, 1), (2, 10)),
        (".. versionadded:: 2.78\n", (2, 78), None),
        ("\n.. versionadded:: 2.78\n", (2, 78), None),
        ("\nText first.\n\n.. versionadded:: 2.78\n", None, None),
        ("\n.. versionchanged:: 2.3\n\n.. versionadded:: 2.2\n", (2, 2), None),
        ("\n.. versionadded:: Train\n", None, None),
    ],
)
def test_versions_of_an_operation(
    build: Build, below: str, low: tuple[int, int] | None, high: tuple[int, int] | None
) -> None:
    found = operation(build, f".. rest_method:: GET /servers\n{below}")
    assert found.versions == VersionRange(
        Microversion(*low) if low else None, Microversion(*high) if high else None
    )


def test_a_deprecation_below_the_method_is_the_operations(build: Build) -> None:
    found = operation(build, ".. rest_method:: GET /s\n\n.. deprecated:: 2.36\n   Use another.\n")
    assert found.deprecated == "2.36"


def test_the_summary_is_the_first_paragraph_after_the_method(build: Build) -> None:
    found = operation(
        build, "Before.\n\n.. rest_method:: GET /s\n\nShows *one*\nserver.\n\nMore.\n"
    )
    assert found.summary == "Shows one server."


def test_the_same_method_and_path_are_different_operations(build: Build) -> None:
    found = operations(
        build,
        "".join(
            f"{title}\n{'-' * 9}\n\n.. rest_method:: POST /servers/{{id}}/action\n\n"
            for title in ("Start", "Stop", "Stop")
        ),
    )
    assert [(one.title, one.anchor) for one in found] == [
        ("Start", "start"),
        ("Stop", "stop"),
        ("Stop", "id1"),
    ]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Request", Role.REQUEST),
        ("Response Paramters", Role.RESPONSE),
        ("Response (microversions 1.12 - )", Role.RESPONSE),
        ("Parameters", None),
    ],
)
def test_the_heading_tells_the_half_of_a_table(
    build: Build, heading: str, role: Role | None
) -> None:
    table = ".. rest_parameters:: parameters.yaml\n\n   - name: name\n"
    found = operation(build, f".. rest_method:: GET /s\n\n{heading}\n{'~' * 40}\n\n{table}")
    assert [use.role for use in found.parameters] == [role]
    anchor = f"show.{role.value}.name" if role else "show.name"
    assert [use.anchor for use in found.parameters] == [anchor]


def test_a_heading_between_leaves_the_half_to_the_one_above(build: Build) -> None:
    found = operation(
        build,
        ".. rest_method:: GET /s\n\nRequest\n~~~~~~~\n\nParameters\n^^^^^^^^^^\n\n"
        ".. rest_parameters:: parameters.yaml\n\n   - server_id: server_id\n",
    )
    assert [use.role for use in found.parameters] == [Role.REQUEST]


def test_a_heading_dates_the_rows_below_it(build: Build) -> None:
    found = operation(
        build,
        ".. rest_method:: GET /s\n\nResponse (microversions 1.12 - )\n"
        f"{'~' * 40}\n\n.. rest_parameters:: parameters.yaml\n\n   - name: name\n",
    )
    assert [use.versions for use in found.parameters] == [VersionRange(Microversion(1, 12))]


def test_a_second_row_of_a_name_has_an_id_of_its_own(build: Build) -> None:
    found = operation(
        build,
        ".. rest_method:: GET /s\n\nRequest\n~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n"
        "   - name: name\n   - name: name\n   - OS-DCF:disk Config: name\n   - foo_: name\n",
    )
    assert [use.anchor for use in found.parameters] == [
        "show.request.name",
        "show.request.name-2",
        "show.request.OS-DCF-disk-Config",
        "show.request.foo_",
    ]
    assert [use.name for use in found.parameters][2:] == ["OS-DCF:disk Config", "foo_"]


def test_a_table_outside_operations_belongs_to_none(build: Build) -> None:
    table = ".. rest_parameters:: parameters.yaml\n\n   - name: name\n\n"
    assert operations(build, f"Common headers\n--------------\n\n{table}") == ()


def test_status_codes_come_from_tables_and_prose(build: Build) -> None:
    found = operation(
        build,
        ".. rest_method:: GET /s\n\n"
        "Normal response codes: 200, 202 (microversions 2.3 - 2.9)\n\n"
        "Error response codes: badRequest(400),\nitemNotFound(404)\n\n"
        "Response codes\n~~~~~~~~~~~~~~\n\n.. rest_status_code:: error status.yaml\n\n"
        "   - 409: busy\n",
        **{"status.yaml": "409:\n  default: |\n    Conflict.\n  busy: |\n    It is busy.\n"},
    )
    assert [(one.code, one.type.value, one.reason) for one in found.statuses] == [
        (200, "success", ""),
        (202, "success", ""),
        (400, "error", "badRequest"),
        (404, "error", "itemNotFound"),
        (409, "error", "busy"),
    ]
    assert found.statuses[1].versions == VersionRange(Microversion(2, 3), Microversion(2, 9))
    assert found.statuses[4].description is not None
    assert found.statuses[4].description.content == "It is busy."


@pytest.mark.parametrize(
    ("above", "heading", "file", "role", "label"),
    [
        ("**Example Show: JSON response**", "Request", "show.json", Role.RESPONSE, None),
        ("", "Request", "show-resp.json", Role.RESPONSE, ""),
        ("", "Request", "show.json", Role.REQUEST, ""),
        ("**Example**", "Response", "show.json", Role.RESPONSE, "Example"),
        ("Some text.", "Anything", "show.json", None, ""),
    ],
)
def test_the_half_of_a_sample(
    build: Build, above: str, heading: str, file: str, role: Role | None, label: str | None
) -> None:
    found = operation(
        build,
        f".. rest_method:: GET /s\n\n{heading}\n{'~' * 20}\n\n{above}\n\n"
        f".. literalinclude:: {file}\n   :language: javascript\n",
    )
    (sample,) = found.samples
    assert (sample.role, sample.language) == (role, "json")
    assert sample.path.endswith(f"/source/{file}")
    if label is not None:
        assert sample.label == label


def test_text_samples_keep_their_language(build: Build) -> None:
    found = operation(
        build,
        ".. rest_method:: GET /s\n\n.. literalinclude:: call.txt\n   :language: http\n",
    )
    assert [sample.language for sample in found.samples] == ["http"]


def test_an_operation_inside_another_one_is_an_operation(build: Build) -> None:
    outer, inner = operations(
        build,
        "Outer\n-----\n\n.. rest_method:: GET /outer\n\n"
        "Inner\n~~~~~\n\n.. rest_method:: GET /inner\n\n"
        ".. rest_parameters:: parameters.yaml\n\n   - name: name\n",
    )
    assert outer.parameters == ()
    assert [use.anchor for use in inner.parameters] == ["inner.name"]


def test_places_are_those_of_the_included_file(build: Build) -> None:
    (found,) = operations(
        build,
        ".. include:: list.inc\n",
        **{
            "list.inc": "List\n----\n\n.. rest_method:: GET /s\n\n.. rest_parameters:: "
            "parameters.yaml\n\n   - name: name\n"
        },
    )
    assert found.place.path.endswith("list.inc")
    assert (found.place.line, found.parameters[0].place.line) == (4, 8)
    definition = found.parameters[0].definition
    assert definition is not None
    assert definition.place.path.endswith("parameters.yaml")
    assert definition.place.line == 1


def test_markers_are_collected_with_their_lines(build: Build) -> None:
    built = build(
        {
            "index.rst": ".. -*- rst -*-\n.. needs:parameter_verification\n"
            ".. needs:body_verification\n\n\nAPI\n===\n\n"
            ".. needs:example_verification::\n\nText.\n"
        },
        builder="dummy",
    )
    markers = rest_domain(built.app.env).reference().markers
    assert sorted((marker.place.line, marker.word) for marker in markers) == [
        (2, "parameter_verification"),
        (3, "body_verification"),
        (9, "example_verification"),
    ]
    assert built.problems == []


def test_markers_cost_nothing_on_pages_and_show_where_asked(build: Build) -> None:
    files = {"index.rst": "API\n===\n\n.. needs:body_verification\n\nText.\n"}
    assert "verif" not in build(files).page()
    shown = build(files, os_apiref_show_markers=True).page()
    assert "rest-marker" in shown
    assert "index.rst:4" in shown


def test_the_search_index_has_names_and_descriptions_and_the_words_of_samples(
    build: Build,
) -> None:
    built = build(
        {
            "index.rst": "API\n===\n\nShow\n----\n\n.. rest_method:: GET /s\n\n"
            ".. rest_parameters:: p.yaml\n\n   - flavorRef: name\n\n"
            ".. literalinclude:: s.json\n",
            "p.yaml": "name:\n  in: body\n  type: string\n  description: A marvellous one.\n",
            "s.json": '{"zebra": "ELEPHANT", "id": "ab12cd34ef56"}',
        }
    )
    index = (built.app.outdir / "searchindex.js").read_text()
    for word in ("flavorref", "marvel", "zebra", "eleph"):
        assert word in index, word
    assert "ab12cd34ef56" not in index
    assert "ab12cd34ef56" in built.page()
