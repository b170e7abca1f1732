# SPDX-License-Identifier: Apache-2.0
"""Real references in every builder: none ends one, and none of their facts is lost."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from lxml import etree
from sphinx.application import Sphinx
from test_builders import MARKUP, facts, words

from os_apiref.model.reference import Reference
from os_apiref.sphinxext.build import run
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.order import Order

CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))
DEMO = Path(__file__).parent.parent / "source"
SUFFIXES = {"latex": "tex", "man": "1", "text": "txt", "texinfo": "texi", "xml": "xml"}
OTHERS = ("epub", "pseudoxml", "singlehtml", "dirhtml")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not CORPUS.is_dir(), reason="OS_APIREF_CORPUS names no folder of references"
    ),
]


@pytest.fixture(
    scope="module",
    params=sorted(CORPUS.glob("*/api-ref/source")),
    ids=lambda path: path.parts[-3],
)
def source(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(scope="module")
def outdir(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp(source.parts[-3])


def build(source: Path, outdir: Path, builder: str) -> Sphinx:
    order = Order(source, outdir / builder, builder, doctreedir=outdir / "trees", quiet=True)
    return run(order, io.StringIO())


@pytest.fixture(scope="module")
def reference(source: Path, outdir: Path) -> Reference:
    return rest_domain(build(source, outdir, "dummy").env).reference()


@pytest.mark.parametrize("builder", SUFFIXES)
def test_nothing_of_an_operation_is_lost(
    source: Path, outdir: Path, reference: Reference, builder: str
) -> None:
    build(source, outdir, builder)
    files = sorted((outdir / builder).rglob(f"*.{SUFFIXES[builder]}"))
    markup = MARKUP.get(builder, "$^") if builder != "xml" else r"<[^>]*>|&\w+;"
    said = words("".join(file.read_text(encoding="utf-8") for file in files), markup)
    lost = {
        (operation.id, fact)
        for operation in reference.operations
        for fact in facts(operation)
        if words(fact.replace("\u200b", ""), "$^") not in said
    }
    assert lost == set()


def test_every_row_is_an_element(source: Path, outdir: Path, reference: Reference) -> None:
    """XML is what the other writers write, too: their names above stand where they belong."""
    build(source, outdir, "xml")
    for path in (outdir / "xml").rglob("*.xml"):
        docname = path.relative_to(outdir / "xml").with_suffix("").as_posix()
        tree = etree.parse(path)
        assert not [one for one in tree.iter(etree.Element) if str(one.tag).startswith("rest_")]
        terms = {
            anchor: "".join(term.itertext())
            for term in tree.iterfind(".//definition_list_item/term[@ids]")
            for anchor in term.get("ids").split()
        }
        for operation in reference.operations:
            for use in operation.parameters if operation.docname == docname else ():
                assert terms[use.anchor].startswith(use.name.replace("\u200b", ""))


@pytest.mark.parametrize("builder", OTHERS)
def test_every_other_builder_comes_to_its_end(source: Path, outdir: Path, builder: str) -> None:
    assert build(source, outdir, builder).statuscode == 0
    assert any((outdir / builder).iterdir())
