# SPDX-License-Identifier: Apache-2.0
"""Requests as text in several languages: one template each, the project's before ours."""

from __future__ import annotations

import functools
import json
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import jinja2

from os_apiref.jsontext import replace_tokens
from os_apiref.model.request import Part, Parts, Request

_LABELS = {"python": "Python", "http": "HTTP"}
_PLAIN_IN_SHELL = re.compile(r"[\w@%+=:,./?&;~ -]*", re.ASCII)
_WORDS = {"true": "True", "false": "False", "null": "None"}


def label(name: str) -> str:
    """Return the name of a language as readers see it."""
    return _LABELS.get(name, name)


def snippet(name: str, request: Request, folders: Sequence[str] = ()) -> str:
    """Return a request in a language; raises jinja2.TemplateError.

    ``folders`` are those of the project in which ``snippet-NAME.txt`` may be.
    """
    template = _environment(tuple(folders)).get_template(f"snippet-{name}.txt")
    return template.render(request=request).strip()


@functools.cache
def _environment(folders: tuple[str, ...]) -> jinja2.Environment:
    package = Path(__file__).parent
    ours = [package / "templates", package.parent / "templates"]
    # What comes out is text, and is escaped where it becomes a part of a page.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, *ours]),
        autoescape=False,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shell": shell,
        "python": python,
        "plain": plain,
        "python_json": python_json,
    }
    return environment


def shell(text: str | Parts, prefix: str = "") -> str:
    """Return a text as one word of a POSIX shell."""
    parts = _joined(text, prefix)
    if not any(part.is_variable for part in parts):
        return shlex.quote("".join(part.text for part in parts))
    is_plain = all(part.is_variable or _PLAIN_IN_SHELL.fullmatch(part.text) for part in parts)
    if is_plain:
        return '"' + "".join(_shell_part(part) for part in parts) + '"'
    return "".join(
        f'"{_shell_part(part)}"' if part.is_variable else shlex.quote(part.text) for part in parts
    )


def _shell_part(part: Part) -> str:
    return f"${{{part.text}}}" if part.is_variable else part.text


def python(text: str | Parts, prefix: str = "") -> str:
    """Return a text as a literal of Python, formatted where it has variables."""
    parts = _joined(text, prefix)
    if len(parts) == 1 and parts[0].is_variable:
        return parts[0].text
    if not any(part.is_variable for part in parts):
        return _literal("".join(part.text for part in parts))
    doubled = (
        f"{{{part.text}}}" if part.is_variable else part.text.replace("{", "{{").replace("}", "}}")
        for part in parts
    )
    return "f" + _literal("".join(doubled))


def _literal(text: str) -> str:
    if any(0xD800 <= ord(character) < 0xE000 for character in text):
        return repr(text)
    return json.dumps(text, ensure_ascii=False)


def plain(text: str | Parts, prefix: str = "") -> str:
    """Return a text in one line, its variables in braces."""
    parts = _joined(text, prefix)
    shown = (f"{{{part.text}}}" if part.is_variable else part.text for part in parts)
    return " ".join("".join(shown).split())


def python_json(text: str, indent: int = 0) -> str:
    """Return JSON as a literal of Python that keeps its lines, all but the first indented."""
    # Jinja's own filter would break strings at what only Python's splitlines calls a line.
    return replace_tokens(text, _python_token).replace("\n", "\n" + " " * indent)


def _python_token(kind: str, token: str) -> str:
    if kind == "kc":
        return _WORDS[token]
    if kind in ("nt", "s2") and "\\" in token:
        return _literal(json.loads(token))
    return token


def _joined(text: str | Parts, prefix: str) -> Parts:
    parts = (Part(text),) if isinstance(text, str) else text
    return (Part(prefix), *parts) if prefix else parts
