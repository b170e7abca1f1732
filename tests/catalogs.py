# SPDX-License-Identifier: Apache-2.0
"""The catalogs of our words: run this file to bring them up to date with the sources.

It writes the template, takes new messages over into every language, and
compiles what is translated. What is left to do is to translate.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import os_apiref

PACKAGE = Path(os_apiref.__file__).parent
TEMPLATES = next(
    folder for folder in (PACKAGE / "templates", PACKAGE.parent / "templates") if folder.is_dir()
)
FOLDER = PACKAGE / "locale"
TEMPLATE = FOLDER / "os_apiref.pot"
COMMENT = """\
# SPDX-License-Identifier: Apache-2.0
# The words of os_apiref that readers see; tests/catalogs.py writes this file."""


def sources() -> Iterator[tuple[str, Path, str]]:
    """Yield every file that may have words: how babel reads it, its path and its name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield "python", path, f"os_apiref/{path.relative_to(PACKAGE).as_posix()}"
    for path in sorted(TEMPLATES.glob("*.html")):
        yield "jinja2", path, f"templates/{path.name}"
    for path in sorted((PACKAGE / "static").glob("*.js")):
        yield "javascript", path, f"os_apiref/static/{path.name}"


def extract() -> Catalog:
    """Return every message of the sources."""
    catalog = Catalog(
        project="os_apiref",
        version=" ",
        header_comment=COMMENT,
        msgid_bugs_address=" ",
        fuzzy=False,
    )
    for method, path, name in sources():
        for _, message, comments, _ in extract_from_file(
            method, path, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            catalog.add(message, locations=[(name, None)], auto_comments=comments)
    return catalog


def languages() -> list[Path]:
    """Return the catalog of every language that is shipped."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/os_apiref.po"))


def read(path: Path) -> Catalog:
    """Return a catalog."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name if path != TEMPLATE else None)


def compiled(catalog: Catalog) -> bytes:
    """Return what gettext reads."""
    write_mo(file := io.BytesIO(), catalog)
    return file.getvalue()


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, ignore_obsolete=True)


def main() -> None:
    """Write all of them."""
    template = extract()
    if TEMPLATE.is_file() and TEMPLATE.stat().st_size:
        # Nothing else than a new message makes a new date.
        template.creation_date = read(TEMPLATE).creation_date
    _write(TEMPLATE, template)
    for path in languages():
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True)
        _write(path, catalog)
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        missing = [one.id for one in catalog if one.id and not one.string]
        print(f"{path.relative_to(FOLDER)}: {len(missing)} to translate", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
