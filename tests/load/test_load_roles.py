# SPDX-License-Identifier: Apache-2.0
"""Which half of an operation headings, labels and file names speak of, in real spellings."""

from __future__ import annotations

import pytest

from os_apiref.load.roles import decide_role, find_file_role, find_role
from os_apiref.model.parameter import Role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Request", Role.REQUEST),
        ("Request Parameters", Role.REQUEST),
        ("Request (Additional Parameters)", Role.REQUEST),
        ("Requests", Role.REQUEST),
        ("Request Example - glance-direct import method", Role.REQUEST),
        ("Example Update Quotas: JSON request(2.50)", Role.REQUEST),
        ('Example Attach with "delete_on_termination" (v2.79): JSON request', Role.REQUEST),
        ("Response", Role.RESPONSE),
        ("Response parameters", Role.RESPONSE),
        ("Response Paramters", Role.RESPONSE),
        ("Response (microversions 1.12 - )", Role.RESPONSE),
        ("Response codes", Role.RESPONSE),
        ("Response Example (with resource_type query parameter)", Role.RESPONSE),
        ("Example Show Image Details: JSON response", Role.RESPONSE),
        ("Responses", Role.RESPONSE),
        ("Parameters", None),
        ("Query Parameters", None),
        ("Required parameters", None),
        ("Requested networks", None),
        ("Requires a token", None),
        ("Example Show Host Details", None),
        ("Correspondence", None),
        ("Example of a request and its response", None),
        ("", None),
    ],
)
def test_roles_of_texts(text: str, role: Role | None) -> None:
    assert find_role(text) is role
    assert find_role(text.upper()) is role


@pytest.mark.parametrize(
    ("texts", "role"),
    [
        (["Parameters", "Response"], Role.RESPONSE),
        (["Request", "Response"], Role.REQUEST),
        (["", "Parameters"], None),
        ([], None),
    ],
)
def test_the_nearest_text_with_a_role_decides(texts: list[str], role: Role | None) -> None:
    assert decide_role(texts) is role


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("../../doc/api_samples/servers/server-create-req.json", Role.REQUEST),
        ("../../doc/api_samples/servers/v2.37/server-create-resp.json", Role.RESPONSE),
        ("samples/volumes/volume_create_request.json", Role.REQUEST),
        ("samples/volumes/volume-create-response.json", Role.RESPONSE),
        ("samples/networks-post-res.json", Role.RESPONSE),
        ("samples/create-response-policy-req-v2.json", Role.REQUEST),
        ("samples/image-create.req.http", Role.REQUEST),
        ("response/server-get.json", None),
        ("samples/server-requires-volume.json", None),
        ("samples/server-reset-state.json", None),
        ("curl_example", None),
    ],
)
def test_roles_of_files(path: str, role: Role | None) -> None:
    assert find_file_role(path) is role
