# SPDX-License-Identifier: Apache-2.0
"""Our words: every one is in the catalogs, and pages show them in their language."""

from __future__ import annotations

import ast
import functools
import html
import io
import json
import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import catalogs
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from conftest import Build
from os_apiref.words import Words

STEP = "run 'python tests/catalogs.py' and translate what it lists"
LANGUAGES = {path.parent.parent.name: path for path in catalogs.languages()}
FOR_MAINTAINERS = {"links.html", "links-script.html", "links-style.html"}
"""The report of links, which the command prints and writes in English."""


def ids(catalog: Catalog) -> set[object]:
    return {one.id for one in catalog if one.id}


def strings(compiled: bytes) -> list[tuple[str, str]]:
    catalog = read_mo(io.BytesIO(compiled))
    return [(str(one.id), str(one.string)) for one in catalog if one.id]


# What is in the catalogs


def test_the_template_has_every_word() -> None:
    assert ids(catalogs.read(catalogs.TEMPLATE)) == ids(catalogs.extract()), STEP


def test_german_is_shipped() -> None:
    assert "de" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word(language: str) -> None:
    catalog = catalogs.read(LANGUAGES[language])
    assert ids(catalog) == ids(catalogs.extract()), STEP
    for message in catalog:
        forms = message.string if message.pluralizable else (message.string,)
        assert all(forms), (message.id, STEP)
        assert not message.fuzzy or not message.id, (message.id, "read it again, drop 'fuzzy'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_values_of_its_message(language: str) -> None:
    for message in catalogs.read(LANGUAGES[language]):
        if message.id:
            one, *more = message.id if message.pluralizable else (message.id,)
            texts = message.string if message.pluralizable else (message.string,)
            assert {values(text) for text in texts} == {values((more or [one])[-1])}


def values(text: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"%\(\w+\)s", text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    path = LANGUAGES[language]
    shipped = path.with_suffix(".mo").read_bytes()
    written = catalogs.compiled(catalogs.read(path))
    assert strings(shipped) == strings(written), STEP


# What is not in them


def test_templates_say_nothing_that_is_not_translated() -> None:
    found = {
        path.name: words
        for path in sorted(catalogs.TEMPLATES.glob("*.html"))
        if path.name not in FOR_MAINTAINERS and (words := bare_words(path.read_text("utf-8")))
    }
    assert found == {}


def bare_words(template: str) -> list[str]:
    """The words of a template that readers see or hear, outside of what Jinja fills in."""
    plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
    told = re.findall(r'\b(?:aria-label|placeholder|title|alt|data-close)="([^"]*)"', plain)
    text = html.unescape(re.sub(r"<[^>]*>| data-[\w-]+=", " ", plain))
    return re.findall(r"[^\W\d_]{2,}", " ".join([text, *told]))


def test_the_search_for_bare_words_finds_them() -> None:
    assert bare_words('<p title="Two words">{{ _("not") }} one {# no #}</p>') == [
        "one",
        "Two",
        "words",
    ]


def test_scripts_say_nothing_that_is_not_translated() -> None:
    """A text for readers starts with a capital or has spaces; selectors have neither."""
    script = catalogs.PACKAGE / "static" / "os_apiref.js"
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
    code = re.sub(r"n?gettext\((\"[^\"]*\"(, )?)+", "", code)
    keys = r"ArrowRight|ArrowLeft|Home|End|Escape|TR|DD|SECTION"
    assert re.findall(rf'"(?!(?:{keys})")([A-Z][^"]*)"', code) == []
    assert re.findall(r"`[^`]*\$\{[^`]*\} [a-z]+[^`]*`", code) == []


def test_python_gives_messages_as_they_stand() -> None:
    """A message in a variable is one that no translator meets."""
    for path in catalogs.PACKAGE.rglob("*.py"):
        if path.name in ("words.py", "wording.py"):
            continue
        for call in calls(path):
            texts = call.args[: 2 if call.func.attr == "ngettext" else 1]  # type: ignore[attr-defined]
            assert all(isinstance(text, ast.Constant) for text in texts), ast.unparse(call)


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from [node] if node.func.attr in ("gettext", "ngettext") else []


# Messages with values


class Careless(NullTranslations):
    """A catalog that misspells a value and has percent signs of its own."""

    def gettext(self, message: str) -> str:
        return "100 % %(nme)s %(name)s"


def test_a_careless_translation_ends_no_build() -> None:
    assert Words(Careless()).gettext("%(name)s", name="%(nme)s") == "100 % %(nme)s %(nme)s"


def test_a_number_chooses_a_form() -> None:
    words = Words()
    assert words.ngettext("%(count)s row", "%(count)s rows", 1) == "1 row"
    assert words.ngettext("%(count)s row", "%(count)s rows", 0) == "0 rows"


# Pages

INDEX = """\
Servers
=======

.. needs:body_verification

Show server
-----------

.. rest_method:: GET /servers/{id}
   min_version: 2.10

Error response codes: itemNotFound(404)

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - id: id
   - name: name

.. literalinclude:: server.json
   :language: json

List servers
------------

.. rest_method:: GET /servers
"""
PARAMETERS = """\
id:
  in: path
  type: string
  required: true
  description: The server.
name:
  in: query
  type: string
  required: false
  min_version: 2.3
  description: Its name.
"""
PROJECT = {"index.rst": INDEX, "parameters.yaml": PARAMETERS, "server.json": '{"server": 1}\n'}


def catalog(**messages: str) -> str:
    """A catalog of the words that a project gives itself."""
    quoted = functools.partial(json.dumps, ensure_ascii=False)
    entries = {"": "Content-Type: text/plain; charset=utf-8\n"} | messages
    return "\n".join(
        f"msgid {quoted(key)}\nmsgstr {quoted(text)}\n" for key, text in entries.items()
    )


def script_words(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="os-apiref-words">(.*?)</script>', page)
    return json.loads(found[1]) if found else {}


def test_a_german_page(build: Build) -> None:
    page = build(PROJECT, language="de", os_apiref_show_markers=True).page()
    for text in (
        ">Alles aufklappen</button>",
        'data-close="Alles zuklappen"',
        "<caption>Parameter der Anfrage</caption>",
        ">ab 2.10</span>",
        '<span class="rest-optional">optional</span> <span class="rest-version">ab 2.3</span>',
        '<span class="rest-required">erforderlich</span>',
        "<strong>Anfrage</strong>",
        'aria-label="Link zu Show server"',
        "Die Beschreibungen dieses Teils müssen noch geprüft werden.",
    ):
        assert text in page
    for word in ("Expand all", "required", "since", "Type", "Description", "Request parameters"):
        assert f">{word}" not in page


def test_scripts_get_their_words_from_the_page(build: Build) -> None:
    built = build(PROJECT | {"plain.rst": ":orphan:\n\nPlain\n=====\n"}, language="de")
    found = script_words(built.page())
    assert found["language"] == "de"
    assert found["words"]["Copy"] == "Kopieren"  # type: ignore[index]
    assert found["words"]["%(count)s section"] == {  # type: ignore[index]
        "one": "%(count)s Abschnitt",
        "other": "%(count)s Abschnitte",
    }
    assert "os-apiref-words" not in built.page("plain")


@pytest.mark.parametrize("language", ["en", "en_GB", "xx", "tlh@x"])
def test_without_a_catalog_pages_are_english(build: Build, language: str) -> None:
    page = build(PROJECT, language=language).page()
    assert ">Expand all</button>" in page
    assert "os-apiref-words" not in page


def test_the_language_of_one_build_is_not_that_of_the_next(tmp_path: Path, build: Build) -> None:
    assert "Alles aufklappen" in build(PROJECT, language="de").page()
    assert "Expand all" in build(PROJECT, language="en", freshenv=True).page()


def test_a_region_has_the_words_of_its_language(build: Build) -> None:
    assert "Alles aufklappen" in build(PROJECT, language="de_AT").page()


def test_a_project_has_words_of_its_own(build: Build) -> None:
    """For a language that we do not ship, and in the place of ours; the rest stays."""
    french = catalog(**{"Expand all": "Tout <ouvrir>", "since %(version)s": "depuis %(version)s"})
    german = catalog(**{"Expand all": "Alle öffnen"})
    files = PROJECT | {
        "locales/fr/LC_MESSAGES/os_apiref.po": french,
        "locales/de/LC_MESSAGES/os_apiref.po": german,
    }
    page = build(files, language="fr").page()
    assert ">Tout &lt;ouvrir&gt;</button>" in page
    assert ">depuis 2.10</span>" in page
    assert ">optional</span>" in page
    page = build(files, language="de", freshenv=True).page()
    assert ">Alle öffnen</button>" in page
    assert 'data-close="Alles zuklappen"' in page


def test_a_translation_cannot_end_its_script(build: Build) -> None:
    files = PROJECT | {"locales/fr/LC_MESSAGES/os_apiref.po": catalog(Copy="</script><b>")}
    page = build(files, language="fr").page()
    assert "</script><b>" not in page
    assert script_words(page)["words"] == {"Copy": "</script><b>"}


def test_problems_stay_english(build: Build) -> None:
    broken = PROJECT | {"parameters.yaml": PARAMETERS.replace("in: query", "in: quary")}
    built = build(broken, language="de")
    assert any("expected header, path" in one for one in built.problems)


def test_translators_get_our_words_with_the_project_s(build: Build) -> None:
    built = build(PROJECT, builder="gettext")
    template = built.app.outdir / "os_apiref.pot"
    assert 'msgid "Expand all"' in template.read_text(encoding="utf-8")


def test_a_document_of_that_name_keeps_its_catalog(build: Build) -> None:
    built = build(PROJECT | {"os_apiref.rst": ":orphan:\n\nOurs\n====\n"}, builder="gettext")
    template = built.app.outdir / "os_apiref.pot"
    assert 'msgid "Ours"' in template.read_text(encoding="utf-8")
