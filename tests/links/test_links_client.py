# SPDX-License-Identifier: Apache-2.0
"""What the client makes of every behaviour of a hostile web, asked all at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hostile import BEHAVIOURS, BRIEF, HostileWeb

from os_apiref.links.answer import Answer
from os_apiref.links.client import Client

PATIENCE_SECONDS = 300.0
"""Nothing may hold the client up; a busy machine may."""


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    """The answer to each behaviour."""

    async def ask() -> dict[str, Answer]:
        async with asyncio.timeout(PATIENCE_SECONDS), HostileWeb() as web:
            brief = replace(web.settings, **vars(BRIEF) | {"ca_bundle": web.settings.ca_bundle})
            async with Client(web.settings) as patient, Client(brief) as hasty:
                found = await asyncio.gather(
                    *(
                        (hasty if one.stalls else patient).fetch(web.url(name), one.wanted)
                        for name, one in BEHAVIOURS.items()
                    )
                )
        return dict(zip(BEHAVIOURS, found, strict=True))

    return asyncio.run(ask())


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_each_behaviour_has_one_answer(answers: dict[str, Answer], name: str) -> None:
    answer, expected = answers[name], BEHAVIOURS[name]
    assert (answer.status, answer.failure) == (expected.status, expected.failure), answer.detail
