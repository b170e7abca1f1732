# SPDX-License-Identifier: Apache-2.0
"""A reference in another language: what changes, and what has to stay."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from conftest import Build, Built, build_project
from os_apiref.model.operation import Operation
from os_apiref.sphinxext.build import run
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.order import Order

DEMO = Path(__file__).parent.parent / "source"
CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))

INDEX = """\
Servers
=======

Show server
-----------

.. rest_method:: GET /servers/{id}

Shows *one* server.

Normal response codes: 200

Error response codes: itemNotFound(404), conflict(409)

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - id: id

Response (microversions 2.5 - )
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

.. rest_parameters:: parameters.yaml

   - server: server
   - id: id_body

**Example: JSON response**

.. literalinclude:: server.json

.. rest_status_code:: success status.yaml

   - 200
"""
PARAMETERS = """\
id:
  in: path
  type: string
  required: true
  description: |
    The *ID* of it.
server: {in: body, type: object, description: The server.}
id_body:
  in: body
  type: string
  description: |
    Its ID.

    - never empty
unused: {in: body, type: string, description: Nobody reads this.}
"""
FILES = {
    "index.rst": INDEX,
    "parameters.yaml": PARAMETERS,
    "status.yaml": "200:\n  default: |\n    It worked.\n",
    "server.json": '{"server": {"id": 1}}\n',
}
GERMAN = {
    "Show server": "Server zeigen",
    "Shows *one* server.": "Zeigt *einen* Server.",
    "Normal response codes: 200": "Normale Statuscodes: 200",
    "Error response codes: itemNotFound(404), conflict(409)": (
        "Fehler: itemNotFound(404), conflict(409)"
    ),
    "Request": "Anfrage",
    "Response (microversions 2.5 - )": "Antwort (ab Microversion 2.5)",
    "The *ID* of it.": "Die *ID* davon.",
    "The server.": "Der Server.",
    "**Example: JSON response**": "**Beispiel: Antwort in JSON**",
    "It worked.": "Es hat geklappt.",
}


def catalog(messages: dict[str, str]) -> str:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    entries = {"": "Content-Type: text/plain; charset=utf-8\n"} | messages
    return "\n".join(
        f"msgid {quoted(one)}\nmsgstr {quoted(text)}\n" for one, text in entries.items()
    )


TRANSLATED = FILES | {"locales/de/LC_MESSAGES/index.po": catalog(GERMAN)}


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_project(tmp_path_factory.mktemp("english"), TRANSLATED)


@pytest.fixture(scope="module", params=[0, 2], ids=["one process", "parallel"])
def german(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    files = TRANSLATED | {f"more{n}.rst": f":orphan:\n\nMore {n}\n======\n" for n in range(6)}
    folder = tmp_path_factory.mktemp("german")
    return build_project(folder, files, language="de", parallel=request.param)


def the_operation(built: Built) -> Operation:
    (operation,) = rest_domain(built.app.env).reference().operations
    return operation


# What changes


@pytest.mark.parametrize(
    "text",
    [
        "<h2>Server zeigen</h2>",
        "Zeigt <em>einen</em> Server.",
        "<h3>Anfrage",
        "Die <em>ID</em> davon.",
        "Der Server.",
        "<dt>Normale Statuscodes</dt>",
        "<dt>Fehler</dt>",
        "<dt>Erfolg</dt>",
        "Es hat geklappt.",
        "<strong>Beispiel: Antwort in JSON</strong>",
        "<caption>Parameter der Anfrage</caption>",
    ],
)
def test_a_page_is_translated(german: Built, text: str) -> None:
    assert text in german.page()
    assert german.warnings == ""


def test_contents_lists_and_summaries_are_translated(german: Built) -> None:
    operation = the_operation(german)
    assert (operation.title, operation.summary) == ("Server zeigen", "Zeigt einen Server.")
    toc = german.app.env.tocs["index"]
    assert "Server zeigen" in toc.astext()


# What stays


def test_what_is_not_translated_stays_as_it_is(german: Built) -> None:
    assert "Its ID." in german.page()
    assert "never empty" in german.page()


def test_ids_and_hooks_stay(english: Built, german: Built) -> None:
    def hooks(page: str) -> list[str]:
        found = re.findall(r' (?:id|data-[a-z-]+|href="#[^"]*)="[^"]*"', page)
        return [one for one in found if "os-apiref-words" not in one and "data-close" not in one]

    def ours(built: Built) -> list[str]:
        return hooks(built.page()[built.page().index('<section class="rest-operation"') :])

    assert ours(german) == ours(english)
    assert "show-server" in {anchor for one in ours(german) for anchor in one.split('"')}


def test_the_model_stays(english: Built, german: Built) -> None:
    """Roles, versions and codes are read from what the author wrote."""
    one, other = the_operation(english), the_operation(german)
    for name in ("method", "path", "anchor", "id", "versions"):
        assert getattr(one, name) == getattr(other, name)
    assert list(map(told, one.parameters)) == list(map(told, other.parameters))
    assert [(s.code, s.type, s.reason) for s in one.statuses] == [
        (s.code, s.type, s.reason) for s in other.statuses
    ]
    assert [(s.role, s.versions) for s in one.samples] == [
        (s.role, s.versions) for s in other.samples
    ]


def told(use: object) -> tuple[object, ...]:
    return tuple(getattr(use, name) for name in ("name", "key", "role", "versions", "anchor"))


def test_keys_of_samples_still_lead_to_their_rows(german: Built) -> None:
    assert 'href="#show-server.response.id"' in german.page()


@pytest.mark.parametrize("name", ["Show server", "Server zeigen", "GET /servers/{id} (Servers)"])
def test_operations_are_found_by_their_titles_in_both_languages(build: Build, name: str) -> None:
    """References stand in what is not translated, too, and other projects have their own."""
    rst = INDEX.replace("Show server\n---", f"See :rest:op:`{name}`.\n\nShow server\n---")
    po = catalog(GERMAN | {"Servers": "Rechner"})
    files = TRANSLATED | {"index.rst": rst, "locales/de/LC_MESSAGES/index.po": po}
    built = build(files, language="de", nitpicky=True)
    assert built.warnings == ""
    assert re.search(r'See <a [^>]*href="#show-server"[^>]*>', built.page())
    names = {one[0] for one in rest_domain(built.app.env).get_objects()}
    assert {"Show server", "Server zeigen"} <= names


@pytest.mark.parametrize("line", ["Fehler 404 und 409", ""])
def test_status_codes_that_a_translator_wrote_as_prose_are_prose(build: Build, line: str) -> None:
    key = "Error response codes: itemNotFound(404), conflict(409)"
    files = TRANSLATED | {"locales/de/LC_MESSAGES/index.po": catalog(GERMAN | {key: line})}
    built = build(files, language="de")
    assert [one.code for one in the_operation(built).statuses] == [200, 404, 409, 200]
    assert 'data-code="404"' in built.page()


def test_a_fuzzy_translation_is_none(build: Build) -> None:
    text = catalog(GERMAN).replace('msgid "The server."', '#, fuzzy\nmsgid "The server."')
    page = build(FILES | {"locales/de/LC_MESSAGES/index.po": text}, language="de").page()
    assert "The server." in page
    assert "Der Server." not in page


@pytest.mark.parametrize(("builder", "suffix"), [("text", "txt"), ("epub", "xhtml")])
def test_other_writers_are_translated(build: Build, builder: str, suffix: str) -> None:
    built = build(TRANSLATED, builder=builder, language="de")
    text = (Path(built.app.outdir) / f"index.{suffix}").read_text(encoding="utf-8")
    for words in ("Server zeigen", "Anfrage", "Der Server.", "Es hat geklappt.", "erforderlich"):
        assert words in text
    assert ">required" not in text
    assert ", required" not in text


# What translators get


def messages(built: Built) -> Catalog:
    with (Path(built.app.outdir) / "index.pot").open("rb") as file:
        return read_po(file)


def test_translators_get_every_text_once_with_its_place(build: Build) -> None:
    found = messages(build(FILES, builder="gettext"))
    expected = {*GERMAN, "Servers", "Its ID.", "never empty"}
    assert {one.id for one in found if one.id} == expected
    places = {
        one.id: (Path(path).name, line) for one in found if one.id for path, line in one.locations
    }
    assert places["The *ID* of it."] == ("parameters.yaml", 6)
    assert places["The server."] == ("parameters.yaml", 7)
    assert places["never empty"] == ("parameters.yaml", 14)
    assert places["It worked."] == ("status.yaml", 3)


# The demo, whose page images.rst is translated

needs_demo = pytest.mark.skipif(not DEMO.is_dir(), reason="the demo is not part of a wheel")


@needs_demo
@pytest.mark.slow
@pytest.mark.parametrize(
    ("builder", "suffix"), [("html", "html"), ("text", "txt"), ("epub", "xhtml"), ("latex", "tex")]
)
def test_the_german_demo(tmp_path: Path, builder: str, suffix: str) -> None:
    shutil.copytree(DEMO, source := tmp_path / "source")  # Sphinx compiles the catalog beside it
    order = Order(source, tmp_path / "out", builder, overrides={"language": "de"}, quiet=True)
    run(order, warnings := io.StringIO())
    assert warnings.getvalue() == ""
    pages = [path.read_text(encoding="utf-8") for path in order.outdir.rglob(f"*.{suffix}")]
    said = letters(" ".join(pages))
    with (source / "locale/de/LC_MESSAGES/images.po").open("rb") as file:
        wanted = {one.string for one in read_po(file) if one.id and one.id != one.string}
    plain = {one for one in wanted if re.fullmatch(r"[\w ,.;:?()-]+", one) and "code" not in one}
    assert len(plain) > 60
    assert {one for one in plain if letters(one) not in said} == set()


def letters(text: str) -> str:
    return re.sub(r"\\sphinxhyphen\{\}|<[^>]*>|&#?\w+;|[\W_]", "", text).lower()


# Every description that a table uses, counted in the sources by other means


SOURCES = [one for one in (DEMO, *sorted(CORPUS.glob("*/api-ref/source"))) if one.is_dir()]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_no_description_is_missing_from_the_catalogs(source: Path, tmp_path: Path) -> None:
    order = Order(source, tmp_path / "out", "gettext", quiet=True)
    run(order, io.StringIO())
    found: set[str] = set()
    for path in order.outdir.rglob("*.pot"):
        with path.open("rb") as file:
            texts = read_po(file)
        written = path.read_text(encoding="utf-8").count("\nmsgid ")
        assert written == len(texts) + 1, f"{path.name} has a text twice"  # one for its header
        found.update(squeezed(str(one.id)) for one in texts)
    used = set(descriptions_in_use(source))
    assert len(used) > 40
    assert {text for text in used if text not in found} == set()


def descriptions_in_use(source: Path) -> Iterator[str]:
    """The first paragraph of each description whose key stands in a row of a table."""
    files: dict[Path, dict[str, Any]] = {}
    for path in [*source.rglob("*.rst"), *source.rglob("*.inc")]:
        text = path.read_text(encoding="utf-8")
        for table in re.finditer(TABLE, text, re.MULTILINE):
            file = next(
                one
                for one in (path.parent / table[1], source / table[1], *source.rglob(table[1]))
                if one.is_file()
            )
            if file not in files:
                files[file] = yaml.safe_load(file.read_text(encoding="utf-8"))
            for key in re.findall(
                r"^[ \t]+- [^\n]*?:[ ]+([\w.{}-]+)[ \t]*$", table[0], re.MULTILINE
            ):
                definition = files[file].get(key) or {}
                first, *_ = str(definition.get("description") or "").strip().split("\n\n")
                if re.match(r"[A-Za-z]", first):
                    yield squeezed(first)


ROW = r"^[ \t]+- [^\n]*?:[ ]+([\w.{}-]+)[ \t]*$"
TABLE = r"^\.\. rest_parameters:: (\S+)\n(?:[ \t]*\n|[ \t]+[^\n]*\n?)*"


def squeezed(text: str) -> str:
    """A text without the white space and the colons in which catalogs differ from sources."""
    return re.sub(r"[\s:]+", "", text)
