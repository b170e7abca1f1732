# SPDX-License-Identifier: Apache-2.0
"""Operations without status codes, and codes among the wrong ones."""

from __future__ import annotations

import pytest
from references import found, operation, reference, texts

from os_apiref.checks.statuses import misfiled_statuses, missing_status_codes


@pytest.mark.parametrize(
    ("codes", "is_missing"),
    [
        ("", True),
        ("Normal response codes: 202", False),
        ("Error response codes: 404", False),
        ("Normal response codes:", True),
    ],
)
def test_an_operation_names_status_codes(codes: str, is_missing: bool) -> None:
    checked = reference(operation("GET /servers", codes=codes))
    expected = [(3, "missing-status-codes")] if is_missing else []
    assert found(missing_status_codes, checked) == expected


def test_codes_of_the_outer_operation_may_be_meant_for_the_inner_one() -> None:
    outer = operation("POST /a", anchor="outer", codes="Normal response codes: 202")
    inner = operation("GET /a", at=9, anchor="inner", inside="outer")
    innermost = operation("GET /b", at=12, anchor="innermost", inside="inner")
    assert found(missing_status_codes, reference(outer, inner, innermost)) == []
    other = operation("GET /c", at=15, anchor="other")
    assert found(missing_status_codes, reference(outer, inner, other)) == [
        (15, "missing-status-codes")
    ]


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ("Normal response codes: 200, 202, 204", []),
        ("Error response codes: 400, 404, 503", []),
        ("Normal response codes: 300\nError response codes: 300", []),
        (
            "Normal response codes: 200, 501",
            ["5: 501 (Not Implemented) is an error and stands among the normal status codes; "
             "move it to the error ones"],
        ),
        (
            "Normal response codes: 200\nError response codes: 200, 404",
            ["6: 200 (OK) is no error and stands among the error status codes; "
             "move it to the normal ones"],
        ),
        (
            "Normal response codes: 499",
            ["5: 499 is an error and stands among the normal status codes; "
             "move it to the error ones"],
        ),
    ],
)  # fmt: skip
def test_codes_among_the_wrong_ones(codes: str, told: list[str]) -> None:
    assert texts(misfiled_statuses, reference(operation("GET /a", codes=codes))) == told
