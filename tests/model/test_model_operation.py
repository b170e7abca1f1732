# SPDX-License-Identifier: Apache-2.0
"""Operations: their paths, and that the model is plain frozen data."""

from __future__ import annotations

import dataclasses
import pickle
from types import ModuleType

import pytest

from os_apiref.model import microversion, operation, parameter, reference, status
from os_apiref.model.operation import Operation, Sample, is_placeholder, split_path
from os_apiref.model.parameter import Parameter, ParameterUse
from os_apiref.model.status import StatusCode, StatusType, phrase_of
from os_apiref.problems import Place

PLACE = Place("a.inc", 3)


@pytest.mark.parametrize(
    ("path", "placeholders"),
    [
        ("/servers", ()),
        ("/servers/{server_id}", ("server_id",)),
        ("/servers/{server_id}/os-volume_attachments/{volume_id}", ("server_id", "volume_id")),
        ("/v2/{project-id}", ("project-id",)),
        ("/taas/{tap_service_id/name}", ("tap_service_id/name",)),
        ("/{a}@{b}", ("a", "b")),
        ("/usage?{usage}=True", ("usage",)),
        ("/users/\u200b{user_id}\u200b/groups", ("user_id",)),
        ("https%3A//example.com/{id}", ("id",)),
        ("/open/{id", ()),
        ("/{{id}}", ("id",)),
        ("/{}", ("",)),
        ("", ()),
    ],
)
def test_placeholders(path: str, placeholders: tuple[str, ...]) -> None:
    one = Operation("GET", path, "Title", "index", "title", PLACE)
    assert one.placeholders == placeholders
    assert "".join(split_path(path)) == path
    assert sum(map(is_placeholder, split_path(path))) == len(placeholders)


def test_an_operation_knows_every_range_that_its_parts_name() -> None:
    one, two, three, four = (
        microversion.VersionRange(microversion.Microversion(2, minor)) for minor in (10, 9, 8, 7)
    )
    use = ParameterUse("a", "a", Parameter("a", PLACE, versions=one), PLACE, versions=three)
    undefined = ParameterUse("b", "b", None, PLACE)
    code = StatusCode(200, StatusType.SUCCESS, PLACE, versions=two)
    found = Operation(
        "GET",
        "/",
        "",
        "index",
        "",
        PLACE,
        parameters=(use, undefined),
        statuses=(code,),
        samples=(Sample("a.json", "json", PLACE, versions=four),),
    )
    assert set(found.version_ranges) == {microversion.EVERY_VERSION, one, two, three, four}


@pytest.mark.parametrize(
    ("code", "phrase"), [(200, "OK"), (404, "Not Found"), (299, ""), (0, ""), (-1, "")]
)
def test_phrases(code: int, phrase: str) -> None:
    assert phrase_of(code) == phrase
    assert StatusCode(code, StatusType.ERROR, PLACE).phrase == phrase


@pytest.mark.parametrize("module", [microversion, operation, parameter, reference, status])
def test_the_model_is_frozen(module: ModuleType) -> None:
    classes = [one for one in vars(module).values() if dataclasses.is_dataclass(one)]
    assert classes
    for one in classes:
        if isinstance(one, type):
            assert one.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_an_operation_survives_the_environment() -> None:
    one = Operation("GET", "/{id}", "Title", "index", "title", PLACE)
    assert pickle.loads(pickle.dumps(one)) == one
