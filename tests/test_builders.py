# SPDX-License-Identifier: Apache-2.0
"""The demo in every builder, warnings as errors, and nothing of it lost in any."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from os_apiref.kinds import ProblemKind
from os_apiref.model.operation import Operation
from os_apiref.model.reference import Reference
from os_apiref.sphinxext.domain import rest_domain

DEMO = Path(__file__).parent.parent / "source"
WRITERS = {
    "html": "html",
    "dirhtml": "html",
    "singlehtml": "html",
    "epub": "xhtml",
    "text": "txt",
    "latex": "tex",
    "man": "1",
    "texinfo": "texi",
    "xml": "xml",
    "pseudoxml": "pseudoxml",
    "gettext": "pot",
    "dummy": "",
    "json": "fjson",
}
SAY_EVERYTHING = ("html", "dirhtml", "singlehtml", "epub", "text", "latex", "man", "texinfo", "xml")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DEMO.is_dir(), reason="the demo is not part of a wheel"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


def build_demo(shared: Path, builder: str) -> Sphinx:
    with patch_docutils(DEMO), docutils_namespace():
        app = Sphinx(
            DEMO,
            DEMO,
            shared / builder,
            shared / ("doctrees-gettext" if builder == "gettext" else "doctrees"),
            builder,
            confoverrides={"nitpicky": True},
            status=None,
            warning=(warnings := io.StringIO()),
        )
        app.build()
    assert warnings.getvalue() == ""
    return app


@pytest.fixture(scope="module")
def reference(shared: Path) -> Reference:
    return rest_domain(build_demo(shared, "dummy").env).reference()


@pytest.mark.parametrize("builder", WRITERS)
def test_the_demo_builds_without_a_warning(shared: Path, builder: str) -> None:
    app = build_demo(shared, builder)
    assert app.statuscode == 0
    if WRITERS[builder]:
        assert list((shared / builder).rglob(f"*.{WRITERS[builder]}"))


def test_the_page_of_rules_tells_every_rule(shared: Path) -> None:
    build_demo(shared, "html")
    page = (shared / "html" / "rules.html").read_text(encoding="utf-8")
    text = re.sub("[\u2018\u2019]", "'", html.unescape(re.sub("<[^>]+>", "", page)))
    text = " ".join(text.split())
    for kind in ProblemKind:
        assert f"{kind.label} ({kind.severity.value}" in text
        assert f"{kind.sentence} {kind.why}" in text


MARKUP = {
    "text": "(?!)",  # none: what stands between < and > there is an author's
    "latex": r"\\sphinxhyphen\{\}|\\[a-zA-Z]+",
    "man": r"\\f[A-Z]|\\\(..|\\.",
    "texinfo": r"@[a-z]+\{",
}


def words(text: str, markup: str = r"<[^>]*>|&\w+;") -> str:
    """Text as a reader would read it: no markup, no case, no punctuation."""
    return re.sub(rf"{markup}|[\W_]", "", text).lower()


def everything_said(shared: Path, builder: str) -> str:
    files = sorted((shared / builder).rglob(f"*.{WRITERS[builder]}"))
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    return words(text, MARKUP[builder]) if builder in MARKUP else words(text)


def facts(operation: Operation) -> Iterator[str]:
    yield operation.method
    yield operation.path
    yield operation.title
    for use in operation.parameters:
        assert use.definition is not None
        yield use.name
        yield use.definition.type
        yield use.definition.min_version
        yield use.definition.max_version
    for status in operation.statuses:
        yield str(status.code)
        yield status.reason if status.description is None else ""


@pytest.mark.parametrize("builder", SAY_EVERYTHING)
def test_no_writer_loses_anything(shared: Path, reference: Reference, builder: str) -> None:
    build_demo(shared, builder)
    said = everything_said(shared, builder)
    lost = {
        fact
        for operation in reference.operations
        for fact in facts(operation)
        if words(fact) not in said
    }
    assert lost == set()


@pytest.mark.parametrize("builder", SAY_EVERYTHING)
def test_every_description_is_said(shared: Path, reference: Reference, builder: str) -> None:
    build_demo(shared, builder)
    said = everything_said(shared, builder)
    texts = {
        use.description.content
        for operation in reference.operations
        for use in operation.parameters
        if use.description
    } | {
        status.description.content
        for operation in reference.operations
        for status in operation.statuses
        if status.description
    }
    # Plain text up to the first markup: the rest is spelt differently in each writer.
    starts = {match[0] for text in texts if (match := re.match(r"[A-Za-z][\w ,\n]{12,}", text))}
    assert len(starts) > 20
    assert {start for start in starts if words(start) not in said} == set()


def test_the_model_of_the_demo_is_whole(reference: Reference) -> None:
    endpoints = {(one.method, one.path) for one in reference.operations if one.docname == "images"}
    assert endpoints >= {
        ("GET", "/images"),
        ("GET", "/images/detail"),
        ("GET", "/images/{image_id}"),
        ("DELETE", "/images/{image_id}"),
        ("GET", "/images/{image_id}/metadata"),
        ("POST", "/images/{image_id}/metadata"),
        ("PUT", "/images/{image_id}/metadata"),
        ("GET", "/images/{image_id}/metadata/{key}"),
        ("PUT", "/images/{image_id}/metadata/{key}"),
        ("DELETE", "/images/{image_id}/metadata/{key}"),
    }
    assert reference.problems == ()
    assert {marker.word for marker in reference.markers} >= {
        "parameter_verification",
        "example_verification",
        "body_verification",
    }


def test_translators_meet_every_description_at_its_place(shared: Path) -> None:
    """Gettext has each text once per document, with its line in the YAML file."""
    build_demo(shared, "gettext")
    catalog = (shared / "gettext" / "images.pot").read_text(encoding="utf-8")
    entry = re.search(r"(#: .*\n)+msgid \"Selects images of this name\.\"", catalog)
    assert entry is not None
    line = int(re.search(r"parameters\.yaml:(\d+)", entry[0])[1])  # type: ignore[index]
    source = (DEMO / "parameters.yaml").read_text(encoding="utf-8").splitlines()
    assert "Selects images of this name." in source[line - 1]
    assert catalog.count('msgid "Selects images of this name."') == 1


def test_pages_of_every_kind_link_the_style(shared: Path) -> None:
    for builder, page in (
        ("html", "images.html"),
        ("dirhtml", "images/index.html"),
        ("singlehtml", "index.html"),
        ("epub", "images.xhtml"),
    ):
        build_demo(shared, builder)
        text = (shared / builder / page).read_text(encoding="utf-8")
        href = re.search(r'href="([^"?]*os_apiref(?:_book)?\.css)', text)
        assert href, builder
        assert (shared / builder / page).parent.joinpath(href[1]).is_file()
