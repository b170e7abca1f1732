# SPDX-License-Identifier: Apache-2.0
"""What tells operations apart, and what of a document belongs to which of them or to none."""

from __future__ import annotations

import pytest

from conftest import Build
from os_apiref.model.parameter import Role
from os_apiref.model.reference import Reference
from os_apiref.sphinxext.domain import rest_domain

PARAMETERS = """\
name:
  in: body
  type: string
  description: The name.
"""
STATUS = """\
404:
  default: There is none.
"""


def reference_of(build: Build, body: str) -> Reference:
    files = {"index.rst": body, "parameters.yaml": PARAMETERS, "status.yaml": STATUS}
    built = build({**files, "show.json": '{"a": 1}'}, builder="dummy")
    return rest_domain(built.app.env).reference()


SHOW = "API\n===\n\nShow\n----\n\n.. rest_method:: GET /s\n\n"


def test_an_operation_is_known_by_document_and_anchor(build: Build) -> None:
    found = reference_of(build, f"{SHOW}Show\n----\n\n.. rest_method:: GET /s\n").operations
    assert [one.id for one in found] == ["index#show", "index#id1"]


def test_two_methods_of_one_section_are_numbered(build: Build) -> None:
    found = reference_of(build, f"{SHOW}.. rest_method:: PUT /s\n").operations
    assert [(one.method, one.id) for one in found] == [
        ("GET", "index#show"),
        ("PUT", "index#show.2"),
    ]


def test_operations_before_any_title_are_numbered_too(build: Build) -> None:
    found = reference_of(build, ".. rest_method:: GET /s\n\n.. rest_method:: PUT /s\n").operations
    assert [(one.id, one.title, one.sections) for one in found] == [
        ("index#", "", ()),
        ("index#.2", "", ()),
    ]


def test_the_sections_around_an_operation_are_named_from_the_outside(build: Build) -> None:
    found = reference_of(
        build,
        "API\n===\n\nServers *and*\n-------------\n\nShow\n~~~~\n\n.. rest_method:: GET /s\n\n"
        "Inner\n.....\n\n.. rest_method:: GET /i\n",
    ).operations
    assert [one.sections for one in found] == [
        ("API", "Servers and"),
        ("API", "Servers and", "Show"),
    ]


def test_an_operation_that_is_its_whole_document_has_no_section_around_it(build: Build) -> None:
    (found,) = reference_of(build, "Show\n====\n\n.. rest_method:: GET /s\n").operations
    assert (found.id, found.sections) == ("index#show", ())


@pytest.mark.parametrize(("is_paged", "ids"), [(False, "index index"), (True, "images servers")])
def test_a_page_of_its_own_gives_its_operations_its_name(
    build: Build, is_paged: bool, ids: str
) -> None:
    files = {"index.rst": "API\n===\n\n.. include:: servers.inc\n.. include:: images.inc\n"}
    for name in ("servers", "images"):
        files[f"{name}.inc"] = (
            f"{name}\n=======\n\nList {name}\n-----------\n\n.. rest_method:: GET /s\n"
        )
    built = build(files, builder="dummy", os_apiref_pages=is_paged)
    found = rest_domain(built.app.env).reference().operations
    assert {one.id: one.sections for one in found} == {
        f"{ids.split()[0]}#list-images": ("images",),
        f"{ids.split()[1]}#list-servers": ("servers",),
    }


def test_a_code_block_of_an_operation_is_kept_with_what_introduces_it(build: Build) -> None:
    (found,) = reference_of(
        build,
        f"{SHOW}**Request of old (microversion 2.3)**\n\nAs it was.\n\n"
        '.. code-block:: json\n\n   {"a": 1}\n',
    ).operations
    (block,) = found.code_blocks
    assert (block.content, block.language, block.role) == ('{"a": 1}', "json", Role.REQUEST)
    assert (block.label, block.introduction) == ("Request of old (microversion 2.3)", "As it was.")
    assert str(block.versions) == "2.3 – 2.3"
    assert block.place.line == 13


def test_a_marker_belongs_to_the_operation_whose_section_holds_it(build: Build) -> None:
    reference = reference_of(
        build, f".. needs:body_verification\n\n{SHOW}.. needs:example_verification::\n"
    )
    assert [one.word for one in reference.markers] == ["body_verification", "example_verification"]
    (found,) = reference.operations
    assert found.markers == reference.markers[1:]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        (".. rest_parameters:: parameters.yaml\n\n   - name: name\n", ["name"]),
        (".. rest_status_code:: error status.yaml\n\n   - 404\n", [404]),
        ("Normal response codes: 200, 204\n", [200, 204]),
        (".. literalinclude:: show.json\n", ["show.json"]),
        (".. code-block:: json\n\n   {}\n", []),
    ],
)
def test_what_stands_outside_operations_is_kept(
    build: Build, written: str, parts: list[object]
) -> None:
    reference = reference_of(build, f"API\n===\n\nHeaders\n-------\n\n{written}")
    assert reference.operations == ()
    found: list[object] = []
    for elsewhere in reference.elsewhere:
        assert elsewhere.docname == "index"
        found += [use.name for use in elsewhere.parameters]
        found += [status.code for status in elsewhere.statuses]
        found += [sample.path.rpartition("/")[2] for sample in elsewhere.samples]
    assert found == parts


def test_a_table_outside_operations_names_the_heading_above_it(build: Build) -> None:
    reference = reference_of(
        build, "Headers\n=======\n\n.. rest_parameters:: parameters.yaml\n\n   - name: name\n"
    )
    (elsewhere,) = reference.elsewhere
    (use,) = elsewhere.parameters
    assert (use.heading, use.role, use.table) == ("Headers", None, 1)


def test_what_descriptions_hold_stands_nowhere_else(build: Build) -> None:
    files = {
        "index.rst": f"{SHOW}.. rest_parameters:: p.yaml\n\n   - a: a\n",
        "p.yaml": "a:\n  in: body\n  type: string\n  description: |\n"
        "    Normal response codes: 200\n\n    .. literalinclude:: show.json\n",
        "show.json": "{}",
    }
    reference = rest_domain(build(files, builder="dummy").app.env).reference()
    assert reference.elsewhere == ()
    assert reference.operations[0].statuses == ()


def test_codes_go_on_where_their_line_is_continued_with_an_indent(build: Build) -> None:
    (found,) = reference_of(
        build, f"{SHOW}Error response codes: badRequest(400), gone(410),\n  itemNotFound(404)\n"
    ).operations
    assert [(one.code, one.reason, one.place.line) for one in found.statuses] == [
        (400, "badRequest", 9),
        (410, "gone", 9),
        (404, "itemNotFound", 10),
    ]
