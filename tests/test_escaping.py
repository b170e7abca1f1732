# SPDX-License-Identifier: Apache-2.0
"""Everything an author wrote is text until proven markup: no text field makes an element."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from conftest import Built, build_project

SCRIPT = "<script>alert({0})</script>"
IMAGE = '"><img src=x onerror=alert({0})>'
TEMPLATE = "{{{{ 7*7{0} }}}}"
ATTACKS = (SCRIPT, IMAGE, TEMPLATE)

FIELDS = (
    "title",
    "method",
    "path",
    "minimum",
    "name",
    "key",
    "location",
    "type",
    "format",
    "min_version",
    "max_version",
    "description",
    "rich",
    "status",
    "label",
    "sample",
    "text",
    "summary",
    "deprecated",
)


def reference(attack: str) -> dict[str, str | bytes]:
    """Return a project that has the attack, numbered, in every field."""
    marked = {field: attack.format(number) for number, field in enumerate(FIELDS)}
    quoted = {field: json.dumps(text) for field, text in marked.items()}
    # In reStructuredText a backslash keeps what could be markup a text.
    escaped = {
        field: "".join(c if c.isalnum() or c == " " else f"\\{c}" for c in text)
        for field, text in marked.items()
    }
    index = f"""\
{escaped["title"]}
{"=" * 200}

.. rest_expand_all::

{escaped["title"]} operation
{"-" * 200}

.. rest_method:: {marked["method"].replace(" ", "")} /{marked["path"]}
   min_version: {marked["minimum"]}

.. deprecated:: {marked["deprecated"].replace(" ", "")}

{escaped["summary"]}

.. rest_status_code:: success status.yaml

   - 200

.. rest_parameters:: parameters.yaml

   - {quoted["name"]}: {quoted["key"]}
   - rich: rich
   - {quoted["name"]}: {quoted["name"]}

**{escaped["label"]}**

.. literalinclude:: sample.json

.. literalinclude:: sample.txt

.. needs:{marked["text"]}
"""
    parameters = f"""\
{quoted["key"]}:
  in: {quoted["location"]}
  type: {quoted["type"]}
  format: {quoted["format"]}
  min_version: {quoted["min_version"]}
  max_version: {quoted["max_version"]}
  description: {quoted["description"]}
  {quoted["name"]}: unknown field
rich:
  in: body
  type: string
  min_version: 2.1
  description: |
    A list:

    - {marked["rich"]}
"""
    status = f"200:\n  default: {quoted['status']}\n"
    return {
        "index.rst": index,
        "parameters.yaml": parameters,
        "status.yaml": status,
        "sample.json": json.dumps({marked["sample"]: marked["sample"]}),
        "sample.txt": marked["text"],
    }


@pytest.fixture(scope="module", params=ATTACKS, ids=["script", "image", "template"])
def attack(request: pytest.FixtureRequest) -> str:
    text: str = request.param
    return text


@pytest.fixture(scope="module")
def attacked(attack: str, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_project(
        tmp_path_factory.mktemp("attacked"),
        reference(attack),
        project="Servers",
        os_apiref_show_problems=True,
        os_apiref_show_markers=True,
        os_apiref_min_microversion="2.1",
        os_apiref_max_microversion="2.2",
        os_apiref_release_microversions={"2.1": attack.format(99)},
    )


def pages(built: Built) -> list[Path]:
    return sorted(Path(built.app.outdir).rglob("*.html"))


def test_no_text_makes_an_element_or_an_attribute(attacked: Built) -> None:
    for page in pages(attacked):
        tree = html.parse(page)
        attributes = {name for element in tree.iter("*") for name in element.attrib}
        assert not {name for name in attributes if name.startswith("on")}
        assert tree.xpath("//img") == []
        scripts = [script.text_content() for script in tree.xpath("//script[not(@src)]")]
        assert not [script for script in scripts if "alert" in script]
        # What docutils makes of a title is an id, and so the end of an address.
        urls = [url.partition("#")[0] for url in tree.xpath("//@src | //@href")]
        assert not [url for url in urls if "alert" in url]


def test_no_text_is_read_as_a_template(attacked: Built) -> None:
    assert not [
        page for page in pages(attacked) if "49" in html.parse(page).getroot().text_content()
    ]


@pytest.mark.parametrize("field", [name for name in FIELDS if name not in ("key", "format")])
def test_every_text_survives(field: str, attack: str, attacked: Built) -> None:
    tree = html.parse(Path(attacked.app.outdir) / "index.html")
    text = "".join(tree.getroot().text_content().split())
    # Smart quotes are Sphinx's work on prose.
    text = text.translate({0x201C: '"', 0x201D: '"'})
    wanted = attack.format(FIELDS.index(field)).replace(" ", "")
    assert wanted in text or json.dumps(wanted)[1:-1] in text


def test_the_names_of_releases_survive(attack: str, attacked: Built) -> None:
    tree = html.parse(Path(attacked.app.outdir) / "index.html")
    assert attack.format(99) in tree.xpath("//option[@value='2.1']")[0].text_content()
