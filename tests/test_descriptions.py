# SPDX-License-Identifier: Apache-2.0
"""A description is parsed as the same text in the document would be, only faster."""

from __future__ import annotations

import re
import textwrap

import pytest
from docutils import nodes

from conftest import Build
from os_apiref.sphinxext import directives
from os_apiref.sphinxext.descriptions import _plain_paragraphs
from os_apiref.sphinxext.nodes import blocks_of, definitions_of

PLAIN = [
    "One plain paragraph.",
    "First.\n\nSecond.",
    "Two lines\nof one paragraph.",
    "Some ``literal``, *emphasis* and **strong** text.",
    "A link: https://example.com/a?b=c, and mail@example.com.",
    "`A link <https://example.com>`__ starts it.",
    "``code`` starts it.",
    "**Bold** starts it.",
    "*not closed",
    "a word_ that is no reference* but * stars * alone",
    "Escaped \\*stars\\* and a\\ joined word.",
    "Note: a colon is plain.",
    "Text\n--not a title",
    "x",
    "Trailing spaces   \nare dropped.   ",
    "A literal ``a\nb`` over two lines.",
    "RFC 2822 and PEP 8 are text.",
    "`title reference` and |undefined| remain",
]
"""Paragraphs only: the parser of blocks is not needed."""

OTHER = [
    "- a list\n- of two",
    "* a list",
    "A. Einstein was no list.",
    "A. a list\nB. of two",
    "ii. a list",
    "1. a list",
    "(a) a list",
    "Text before a block::\n\n    literal block",
    "Ends with two colons::",
    "Title\n=====\n",
    "Term\n  Definition of it.",
    "    Indented at first.\n\nThen not.",
    "|a line block\n|of two",
    ".. note:: A note.\n\nText after it.",
    ":field: list",
    "--option  of a list",
    ">>> a_doctest()",
    "+---+---+\n| a | b |\n+---+---+",
    "=== ===\n a   b\n=== ===\n 1   2\n=== ===",
    "日本語の段落。",
    "Ends with a quote ``x``::\n\n   y",
    "a)",
    "An unfinished\n\n  quote that follows",
]
"""What might be another construct: docutils decides."""


def parsed(build: Build, text: str) -> tuple[str, str]:
    """The nodes of a text as a description, and as text of the document."""
    body = textwrap.indent(text, "   ")
    built = build(
        {
            "index.rst": "API\n===\n\n.. rest_parameters:: p.yaml\n\n   - name: name\n\n"
            f".. container::\n\n{body}\n",
            "p.yaml": f"name:\n  in: body\n  type: string\n  description: |2\n"
            f"{textwrap.indent(text, '    ')}\n",
        },
        builder="dummy",
    )
    document = built.app.env.get_doctree("index")
    (definition,) = definitions_of(document).values()
    (container,) = document.findall(nodes.container)
    return tuple(
        re.sub(
            r' (?:key|ids|refid|backrefs|names|line|source)="[^"]*"',
            "",
            "".join(node.pformat() for node in found if not isinstance(node, nodes.system_message)),
        )
        for found in (blocks_of(definition), container.children)
    )  # type: ignore[return-value]


@pytest.mark.parametrize("text", PLAIN + OTHER)
def test_a_description_means_what_the_same_text_in_the_document_means(
    build: Build, text: str
) -> None:
    description, in_document = parsed(build, text)
    assert description == in_document


@pytest.mark.parametrize("text", PLAIN)
def test_paragraphs_skip_the_parser_of_blocks(text: str) -> None:
    assert _plain_paragraphs([line.rstrip() for line in text.split("\n")]) is not None


@pytest.mark.parametrize("text", OTHER)
def test_anything_else_is_left_to_docutils(text: str) -> None:
    assert _plain_paragraphs([line.rstrip() for line in text.split("\n")]) is None


def test_documents_parse_the_same_with_and_without_lazy_states(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "\n\n".join(
        text for text in PLAIN + OTHER if not text.startswith(("Title", "|", "*not", "a word"))
    )
    files = {
        "index.rst": "API\n===\n\n.. rest_expand_all::\n.. rest_expand_all::\n\n" + body + "\n\n"
        "Next\n----\n\n.. rest_method:: GET /\n.. versionadded:: 2.1\n.. a comment\n\n"
        "* list\n\n  .. note::\n\n     - nested\n\n     1. more\n\n.. unknown:: x\n\nlast"
    }
    lazy = build(files, builder="pseudoxml", freshenv=True)
    page = (lazy.app.outdir / "index.pseudoxml").read_text()
    monkeypatch.setattr(directives, "parse_lazily", lambda state: None)
    plain = build(files, builder="pseudoxml", freshenv=True)
    assert (plain.app.outdir / "index.pseudoxml").read_text() == page
    assert plain.warnings == lazy.warnings


def test_a_description_is_in_the_tree_once_however_often_it_is_used(build: Build) -> None:
    table = ".. rest_parameters:: p.yaml\n\n   - a: name\n   - b: name\n\n"
    built = build(
        {
            "index.rst": f"API\n===\n\n{table}{table}",
            "p.yaml": "name:\n  in: body\n  type: string\n  description: |\n    Said once.\n",
        }
    )
    assert built.app.env.get_doctree("index").astext().count("Said once.") == 1
    assert built.page().count("Said once.") == 4


def test_a_description_with_a_target_has_its_own_ids_at_each_use(build: Build) -> None:
    """Ids are numbered as if each row had been written out, and never doubled."""
    table = ".. rest_parameters:: p.yaml\n\n   - a: name\n   - b: name\n\n"
    built = build(
        {
            "index.rst": f"API\n===\n\n{table}\n\nSame\n----\n\nSame\n----\n",
            "p.yaml": "name:\n  in: body\n  type: string\n  description: |\n"
            "    See `the site <https://example.com>`_.\n",
        }
    )
    ids = re.findall(r' id="([^"]+)"', built.page())
    assert len(ids) == len(set(ids))
    assert "the-site" in str(built.app.env.get_doctree("index").ids)
    assert 'id="id2"' in built.page()


def test_a_fault_of_a_description_is_reported_once_at_its_line_in_the_yaml_file(
    build: Build,
) -> None:
    table = ".. rest_parameters:: p.yaml\n\n   - a: name\n   - b: name\n\n"
    built = build(
        {
            "index.rst": f"API\n===\n\n{table}",
            "p.yaml": "name:\n  in: body\n  type: string\n  description: |\n"
            "    Fine.\n\n    A :nonsense:`role` here.\n",
        }
    )
    assert len([line for line in built.problems if "nonsense" in line]) <= 2
    assert all(line.startswith("p.yaml:7: ") for line in built.problems)
    assert built.problems
