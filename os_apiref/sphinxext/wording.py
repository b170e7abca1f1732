# SPDX-License-Identifier: Apache-2.0
"""Our words in the language of a project: its own catalog before those that we ship.

Only pages are translated. What a build says of problems is for its author
and for CI, where a text that changes with the language could not be found.
"""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from docutils import nodes
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.builders.gettext import MessageCatalogBuilder
from sphinx.util.i18n import CatalogRepository

import os_apiref
from os_apiref import render
from os_apiref.sphinxext.nodes import rest_operation
from os_apiref.words import Words

CATALOG = "os_apiref"
PACKAGE = Path(os_apiref.__file__).parent
FOLDER = PACKAGE / "locale"
SCRIPT = PACKAGE / "static" / "os_apiref.js"


def load_words(app: Sphinx) -> None:
    """Load the words of the project's language, as Sphinx does its own."""
    config = app.config
    mine = CatalogRepository(app.srcdir, config.locale_dirs, config.language, "utf-8")
    for catalog in mine.catalogs:
        if catalog.domain == CATALOG and catalog.is_outdated():
            catalog.write_mo(config.language, config.gettext_allow_fuzzy_translations)
    # Sphinx keeps them by name: a second application of a process would add to those of the first.
    locale.translators.pop(("general", CATALOG), None)
    folders = [app.srcdir / folder for folder in config.locale_dirs]
    locale.init([*folders, FOLDER], config.language, CATALOG)


def words() -> Words:
    """Return the words that were loaded."""
    return Words(locale.get_translator(CATALOG))


class Said(str):
    """A word of a class: in the language of the build that asks, and a plain text then.

    Writers of JSON take no text that is translated later.
    """

    def __get__(self, instance: object, owner: type) -> str:
        """Return it."""
        return words().gettext(self)


def add_script_words(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Put what scripts say on each page that has operations, where it is not English."""
    if not isinstance(doctree, nodes.document) or app.builder.name == "epub":
        return
    if next(iter(doctree.findall(rest_operation)), None) is None:
        return
    context["body"] += _script_words(words(), app.config.language)


@functools.cache
def _script_words(said: Words, language: str) -> str:
    messages = script_messages(said, language)
    return render.script_words(messages) if messages["words"] else ""


def script_messages(said: Words, language: str) -> dict[str, Any]:
    """Return the translations of what the script says, and the language as a script names it.

    A message with forms has them by the names that Unicode gives to classes of
    numbers: ``Intl.PluralRules`` tells those, which no gettext file names.
    """
    from babel.messages.extract import extract_from_file

    try:
        plurals = Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return {"words": {}}
    found: dict[str, object] = {}
    for _, message, _, _ in extract_from_file("javascript", SCRIPT):
        if isinstance(message, tuple):
            one, several = message[:2]
            forms = _forms(said.translations, one, several, plurals)
            if set(forms.values()) - {one, several}:
                found[one] = forms
        elif (text := said.gettext(message)) != message:
            found[message] = text
    return {"language": str(plurals).replace("_", "-"), "words": found}


def _forms(
    translations: NullTranslations, one: str, several: str, language: Locale
) -> Mapping[str, str]:
    forms: dict[str, str] = {}
    for number in (*range(101), 1_000_000):
        form = language.plural_form(number)
        forms.setdefault(form, translations.ngettext(one, several, number))
    return forms


def copy_template(app: Sphinx, error: Exception | None) -> None:
    """Put our words beside the project's, for its translators."""
    builder = app.builder
    if (
        error is None
        and isinstance(builder, MessageCatalogBuilder)
        and CATALOG not in builder.catalogs
    ):
        shutil.copyfile(FOLDER / f"{CATALOG}.pot", app.outdir / f"{CATALOG}.pot")
