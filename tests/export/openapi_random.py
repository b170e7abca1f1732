# SPDX-License-Identifier: Apache-2.0
"""References that nobody would write, made by chance from a seed."""

from __future__ import annotations

import json
import random
from typing import Any

from openapi_cases import publication

from os_apiref.export.publication import Publication
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.model.operation import CodeBlock, Operation, Sample
from os_apiref.model.parameter import Parameter, ParameterUse, Role, Text
from os_apiref.model.status import StatusCode, StatusType
from os_apiref.problems import Place

METHODS = ("GET", "get", "POST", "PUT", "PATCH", "DELETE", "HEAD", "METHOD", "GET / PUT", "é", "")
PIECES = (
    "/", "/servers", "/{id}", "/{server_id}", "{id}", "{", "}", "{}", "?", "&", "=", "#", "[", "]",
    "<id>", "{+p}", "{?a,b}", "{id:[0-9]{2}}", " ", "\u200b", "é", "%", "%zz", "https://a.example",
    "/action", "name={name}", "{a/b}", "$ref", "~1", "//",
)  # fmt: skip
NAMES = (
    "id", "server_id", "server", "servers", "server.id", "servers[].id", "a.b.c", "{key}",
    "a.{key}", "key", "value", "x_{y}", "", ".", "..", "[]", "$ref", "~", "/", "Content-Type",
    "Location", "é", "OS-DCF:diskConfig", "*", "(", "x-apiref-versions", "properties",
    "__proto__", "null", "2.10",
)  # fmt: skip
TYPES = (
    "string", "int", "object", "array", "none", "uuid", "bool", "float", "list of strings", "",
    "string or object", "enum", "list of lists", "date", "\u2028", "array of objects",
)  # fmt: skip
FORMATS = ("", "", "", "uuid", "regexp", "date time", "{}")
LOCATIONS = ("body", "body", "body", "query", "path", "header", "cookie", "boddy", "")
TEXTS = ("", "plain", "`a`\n\n* b", "key and value pairs", "<script>", "\u0000", "| a\n  b ")
VALUES = (
    None, True, 0, -1, 1.5, 10**30, "", "a", "2019-04-23", "192.0.2.1", "http://a.example/",
    "8c69e9f2-55a6-4f0e-b4e2-4d6b6c9a1a11", "\ud800", "é\u2028", [], {},
)  # fmt: skip


def random_publication(seed: int) -> Publication:
    """Return a publication of a few operations; the same for the same seed."""
    return _Maker(random.Random(seed)).publication()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.texts: dict[str, str] = {}

    def publication(self) -> Publication:
        operations = [self.operation(number) for number in range(self.chance.randint(1, 8))]
        names = {"X-Auth-Token": "{token}", "Version": "a {version}", "X": "{", "Authorization": ""}
        return publication(
            *operations,
            samples=self.texts,
            endpoint=self.chance.choice(("", "http://{a}/{", "https://api.example.com")),
            headers={one: names[one] for one in self.chance.sample(sorted(names), 2)},
            version=self.chance.choice(("", "1.0", "é")),
            microversion=Microversion(2, 9),
        )

    def operation(self, number: int) -> Operation:
        chance = self.chance
        anchor = chance.choice(("a", "b", "id1", f"show-{number}"))
        return Operation(
            chance.choice(METHODS),
            "".join(chance.choices(PIECES, k=chance.randint(0, 6))),
            chance.choice(NAMES),
            chance.choice(("index", "v2/a")),
            anchor,
            Place("a.inc", number + 1),
            summary=chance.choice(TEXTS),
            versions=self.versions(),
            deprecated=chance.choice(("", "", "2.5", "soon")),
            parameters=tuple(self.use() for _ in range(chance.randint(0, 9))),
            statuses=tuple(self.status() for _ in range(chance.randint(0, 4))),
            samples=tuple(self.sample() for _ in range(chance.randint(0, 3))),
            code_blocks=tuple(self.block() for _ in range(chance.randint(0, 1))),
            sections=tuple(chance.choices(NAMES, k=chance.randint(0, 2))),
        )

    def versions(self) -> VersionRange:
        if self.chance.random() < 0.6:
            return EVERY_VERSION
        ends = [None, *(Microversion(2, minor) for minor in range(10))]
        return VersionRange(self.chance.choice(ends), self.chance.choice(ends))

    def role(self) -> Role | None:
        return self.chance.choice((Role.REQUEST, Role.RESPONSE, None))

    def text(self) -> Text | None:
        found = self.chance.choice(TEXTS)
        return Text(found, "a.yaml", (1,)) if found else None

    def use(self) -> ParameterUse:
        chance = self.chance
        name, key = chance.choice(NAMES), chance.choice(NAMES)
        definition = Parameter(
            key,
            Place("a.yaml", 1),
            chance.choice(LOCATIONS),
            chance.choice(TYPES),
            chance.random() < 0.5,
            self.text(),
            versions=self.versions(),
            format=chance.choice(FORMATS),
        )
        return ParameterUse(
            name,
            key,
            definition if chance.random() < 0.9 else None,
            Place("a.inc", chance.randint(1, 99)),
            self.role(),
            self.versions(),
            table=chance.randint(1, 3),
        )

    def status(self) -> StatusCode:
        chance = self.chance
        code = chance.choice((200, 200, 202, 204, 300, 404, 404, 500, 0, 99, 600, 1000))
        kind = chance.choice(tuple(StatusType))
        reason = chance.choice(NAMES)
        return StatusCode(code, kind, Place("a.inc", 1), reason, self.text(), self.versions())

    def sample(self) -> Sample:
        chance = self.chance
        name = chance.choice(
            ("a-req.json", "v2.3/a-req.json", "b-resp.json", "é.json", "c", "d.xml")
        )
        path = f"{len(self.texts)}/{name}"
        self.texts[path] = json.dumps(self.value())
        label = chance.choice(NAMES)
        return Sample(
            path, chance.choice(("json", "http", "")), Place("a.inc", 2), self.role(), label
        )

    def block(self) -> CodeBlock:
        content = self.chance.choice((json.dumps(self.value()), "{", "GET /a", ""))
        language = self.chance.choice(("json", "", "xml", "console"))
        return CodeBlock(content, language, Place("a.inc", 3), self.role())

    def value(self, depth: int = 0) -> Any:
        chance = self.chance
        kind = chance.random()
        if depth > 3 or kind < 0.3:
            return chance.choice(VALUES)
        if kind < 0.45:
            return [self.value(depth + 1) for _ in range(chance.randint(0, 3))]
        keys = chance.choices(NAMES, k=chance.randint(0, 4))
        return {key: self.value(depth + 1) for key in keys}
