# SPDX-License-Identifier: Apache-2.0
"""Documents as text: JSON, or YAML that says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from os_apiref.export.openapi.scope import Json

_NUMBER = re.compile(r"0o[0-7]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.I | re.A)
YAML_SUFFIXES = (".yaml", ".yml")


def write_json(document: Json) -> Iterator[str]:
    """Yield the pieces of a document as JSON, each path and each component on its line.

    So a change of one is a change of one line, and the whole has two thirds of
    the size that it would have with a line for each value.
    """
    encode = json.JSONEncoder(ensure_ascii=False).encode
    yield from _lines(document, 2, encode)
    yield "\n"


def _lines(value: Json, levels: int, encode: Callable[[Any], str]) -> Iterator[str]:
    start = "{"
    for name, inner in value.items():
        yield f"{start}\n{encode(name)}: "
        start = ","
        if levels and isinstance(inner, dict) and inner:
            yield from _lines(inner, levels - 1 if name == "components" else 0, encode)
        else:
            yield encode(inner)
    yield "\n}" if value else "{}"


def write_yaml(document: Json) -> str:
    """Return a document as YAML that readers of 1.1 and of 1.2 understand alike.

    OpenAPI recommends 1.2 with the JSON schema ruleset (OpenAPI 3.1.1,
    "Format"): there ``1e3`` and ``0o17`` are numbers, which PyYAML, a reader
    of 1.1, takes for texts and would write without quotes.
    """
    import yaml

    class Dumper(yaml.CSafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    def represent_text(dumper: Dumper, text: str) -> yaml.ScalarNode:
        style = "'" if _NUMBER.fullmatch(text) else "|" if "\n" in text else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)

    Dumper.add_representer(str, represent_text)
    return yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100)
