# SPDX-License-Identifier: Apache-2.0
"""What authors say of operations, as exports tell it: which of it is prose, in which forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from conftest import Build
from os_apiref.export.publication import Prose, Publication
from os_apiref.sphinxext.exportbuilder import ExportBuilder
from os_apiref.sphinxext.prosesafety import is_safe

FILES = {
    "p.yaml": "a:\n  in: body\n  type: string\n  description: Of a.\n",
    "s.yaml": "200:\n  default: Fine.\n",
    "show.json": "{}",
}


def publication(build: Build, text: str, **settings: Any) -> Publication:
    built = build({"index.rst": text, **FILES}, builder="os_apiref_export", **settings)
    return cast(ExportBuilder, built.app.builder).publication


def describe(build: Build, text: str, **settings: Any) -> Prose:
    """The description of one operation."""
    whole = f"API\n===\n\nShow\n----\n\n.. rest_method:: GET /s\n\n{text}"
    found = publication(build, whole, **settings)
    return found.prose_of(found.reference.operations[0]).description


@pytest.mark.parametrize(
    "written",
    [
        ".. rest_parameters:: p.yaml\n\n   - a: a\n",
        ".. rest_status_code:: success s.yaml\n\n   - 200\n",
        "Normal response codes: 200\n",
        "Error response codes: itemNotFound(404)\n",
        ".. literalinclude:: show.json\n",
        "**Example**\n\n.. literalinclude:: show.json\n",
        "As a request:\n\n.. literalinclude:: show.json\n",
        ".. literalinclude:: show.json\n   :caption: As it is\n",
        ".. needs:body_verification\n",
        ".. A comment.\n",
        ".. rest_expand_all::\n",
        ".. _target:\n",
        ".. toctree::\n\n   self\n",
        "|\n",
    ],
)
def test_tables_codes_and_samples_are_no_prose(build: Build, written: str) -> None:
    assert describe(build, f"One.\n\n{written}\nTwo.\n").text == "One.\n\nTwo."


def test_a_line_of_codes_that_says_more_is_prose_too(build: Build) -> None:
    line = "Normal response codes: 200, and nobody knows why."
    assert describe(build, f"{line}\n").text == line


def test_a_code_block_stays_where_it_explains_something(build: Build) -> None:
    found = describe(build, "For example:\n\n.. code-block:: json\n\n   [1, 2]\n\nSo.\n")
    assert found.html == (
        '<p>For example:</p>\n<pre><code class="language-json">[1, 2]</code></pre>\n<p>So.</p>'
    )


def test_a_table_in_a_note_leaves_the_note(build: Build) -> None:
    found = describe(
        build, ".. note::\n\n   See.\n\n   .. rest_parameters:: p.yaml\n\n      - a: a\n"
    )
    assert found.text == "Note:\n\n  See."


def test_what_stands_before_the_method_is_the_operations(build: Build) -> None:
    found = publication(build, "Show\n====\n\nBefore.\n\n.. rest_method:: GET /s\n\nAfter.\n")
    (operation,) = found.reference.operations
    assert found.prose_of(operation).description.text == "Before.\n\nAfter."


def test_remarks_have_their_nearest_heading_and_the_half_that_it_names(build: Build) -> None:
    found = publication(
        build,
        "Show\n====\n\n.. rest_method:: GET /s\n\nRequest\n-------\n\nOf it.\n\nBody\n~~~~\n\n"
        "Of the body.\n\nExamples\n--------\n\n.. literalinclude:: show.json\n",
    )
    remarks = found.prose_of(found.reference.operations[0]).remarks
    assert [(one.heading, one.role and one.role.value, one.prose.text) for one in remarks] == [
        ("Request", "request", "Of it."),
        ("Body", "request", "Of the body."),
    ]


def test_methods_of_one_section_share_it_by_their_order(build: Build) -> None:
    found = publication(
        build,
        "Show\n====\n\nOf get.\n\n.. rest_method:: GET /s\n\nOf get, too.\n\n"
        ".. rest_method:: PUT /s\n\nOf put.\n\nResponse\n--------\n\nOf put, too.\n",
    )
    first, second = map(found.prose_of, found.reference.operations)
    assert first.description.text == "Of get.\n\nOf get, too."
    assert first.remarks == ()
    assert second.description.text == "Of put."
    assert [one.prose.text for one in second.remarks] == ["Of put, too."]


def test_an_operation_inside_another_keeps_its_words(build: Build) -> None:
    found = publication(
        build,
        "Outer\n=====\n\n.. rest_method:: GET /o\n\nOf o.\n\n"
        "Inner\n-----\n\n.. rest_method:: GET /i\n\nOf i.\n",
    )
    outer, inner = map(found.prose_of, found.reference.operations)
    assert (outer.description.text, outer.remarks) == ("Of o.", ())
    assert inner.description.text == "Of i."


def test_what_follows_operations_before_any_title_is_no_remark_of_them(build: Build) -> None:
    found = publication(build, ".. rest_method:: GET /s\n\nOf s.\n\nLater\n=====\n\nMore.\n")
    (operation,) = found.reference.operations
    assert found.prose_of(operation).description.text == "Of s."
    assert found.prose_of(operation).remarks == ()


def test_chapters_nest_and_operations_name_theirs(build: Build) -> None:
    found = publication(
        build,
        "API\n===\n\nAll.\n\nServers\n-------\n\nThey run.\n\nShow\n~~~~\n\n"
        ".. rest_method:: GET /s\n\nOf s.\n\nNotes\n-----\n\nMore.\n",
    )
    assert [(one.id, one.inside, one.description.text) for one in found.chapters] == [
        ("index#api", "", "All."),
        ("index#servers", "index#api", "They run."),
        ("index#notes", "index#api", "More."),
    ]
    assert found.prose_of(found.reference.operations[0]).chapter == "index#servers"


def test_a_document_without_operations_has_no_chapters(build: Build) -> None:
    assert publication(build, "Guide\n=====\n\nHow to.\n").chapters == ()


def test_a_description_is_rendered_once_and_found_by_its_text(build: Build) -> None:
    found = publication(
        build,
        "A\n=\n\n.. rest_method:: GET /a\n\n.. rest_parameters:: p.yaml\n\n   - a: a\n   - b: a\n",
    )
    uses = found.reference.operations[0].parameters
    assert [found.describe(use.description).html for use in uses] == ["<p>Of a.</p>"] * 2
    assert len(found.texts) == 1
    assert not found.describe(None)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Words\nof *one* ``paragraph``.", "Words of one paragraph."),
        ("- One.\n- Two\n  lines.", "* One.\n\n* Two lines."),
        ("#. One.\n#. Two.", "1. One.\n\n2. Two."),
        ("Term\n  What it is.", "Term\n   What it is."),
        ("So::\n\n   kept  as\n   it is", "So:\n\n   kept  as\n   it is"),
        (".. warning:: Beware.", "Warning:\n\n  Beware."),
        ("| one\n| two", "   one\n   two"),
        ("`A link <https://example.org/>`_.", "A link."),
        ("=== ===\na   b\n=== ===\n1   2\n=== ===", "+-----+-----+\n| a"),
    ],
)
def test_plain_text_keeps_the_order_of_things_and_no_signs(
    build: Build, written: str, text: str
) -> None:
    assert describe(build, f"{written}\n").text.startswith(text)


def test_long_paragraphs_are_one_line_each(build: Build) -> None:
    long = " ".join(["word"] * 200)
    assert describe(build, f"{long}\n\n* {long}\n").text == f"{long}\n\n* {long}"


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ('A < b & "c" <script>', "<p>A &lt; b &amp; “c” &lt;script&gt;</p>"),
        ("``a<b``", "<p><code>a&lt;b</code></p>"),
        ("`x <javascript:alert(1)>`_", "<p><span>x</span></p>"),
        ("`x <JaVaScript:alert(1)>`_", "<p><span>x</span></p>"),
        ("`x <data:text/html,a>`_", "<p><span>x</span></p>"),
        (".. raw:: html\n\n   <b onclick='x'>bold</b><script>alert(1)</script>", "<p>bold</p>"),
        (".. raw:: latex\n\n   \\bf", ""),
        (".. |r| raw:: html\n\n   <i>sub</i>\n\nA |r| b.", "<p>A sub b.</p>"),
        (".. raw:: html\n\n   <!--x--><![bad[", ""),
        (".. image:: javascript:alert(1)\n   :alt: pic", "<p>pic</p>"),
        ("An `unknown`:nope: role", None),
        ("Title_ lost_", None),
    ],
)
def test_html_of_authors_does_nothing(build: Build, written: str, html: str | None) -> None:
    found = describe(build, f"{written}\n", suppress_warnings=["docutils", "image"]).html
    if html is not None:
        assert found == html
    for active in ("<script", "onclick", "javascript:", "<b", "<i>", "system-message", "id="):
        assert active not in found


@pytest.mark.parametrize(
    ("uri", "safe"),
    [
        ("https://a.example/", True),
        ("HTTP://a.example/", True),
        ("mailto:a@b.example", True),
        ("page.html#a:b", True),
        ("#id", True),
        ("//host/path", True),
        ("", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("vbscript:x", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_addresses_that_start_programs_are_not_safe(uri: str, safe: bool) -> None:
    assert is_safe(uri) is safe


def test_footnotes_and_references_lead_to_the_page(build: Build) -> None:
    found = describe(build, "See `Show`_ and [1]_.\n\n.. [1] A note.\n").html
    assert 'href="index.html#show"' in found
    assert 'href="index.html#footnote-1"' in found or 'href="index.html#id' in found
    assert "id=" not in found


EXTENSION = """\
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

class odd(nodes.General, nodes.Element):
    pass

class known(nodes.General, nodes.Element):
    pass

class broken(nodes.General, nodes.Element):
    pass

class Odd(SphinxDirective):
    has_content = True

    def run(self):
        made = {"odd": odd, "known": known, "broken": broken}[self.name]()
        self.state.nested_parse(self.content, self.content_offset, made)
        return [made]

def visit(self, node):
    self.body.append(self.starttag(node, "aside", ""))

def depart(self, node):
    self.body.append("</aside>")

def fail(self, node):
    self.body.append(self.builder.globalcontext["title"])

def setup(app):
    app.add_directive("odd", Odd)
    app.add_directive("known", Odd)
    app.add_directive("broken", Odd)
    app.add_node(broken, html=(fail, depart), text=(fail, None))
    app.add_node(odd)
    app.add_node(known, html=(visit, depart))
"""


def test_nodes_of_extensions_are_shown_as_they_ask_or_by_what_is_in_them(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd_nodes.py").write_text(EXTENSION, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found = describe(
        build,
        ".. odd::\n\n   One.\n\n.. known::\n\n   Two.\n\n.. broken::\n\n   <Three>.\n",
        extensions=["os_apiref", "odd_nodes"],
    )
    assert found.html == "<p>One.</p>\n<aside><p>Two.</p>\n</aside>&lt;Three&gt;."
    assert found.text == "One.\n\nTwo.\n\n<Three>."
