# SPDX-License-Identifier: Apache-2.0
"""A document as Markdown says what the document says: a parser that is not ours reads it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import marked
import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import admonitionlabels
from test_markdowntext import TEXTS

from conftest import Build, Built
from os_apiref import markdowntext as md
from os_apiref.export.markdownblocks import Block, Heading, replace_marks
from os_apiref.sphinxext.markdown import document_blocks
from os_apiref.sphinxext.markdown.blocks import Blocks
from os_apiref.sphinxext.markdown.inline import Leads
from os_apiref.sphinxext.nodes import blocks_of, rest_definitions
from os_apiref.sphinxext.prosesafety import text_of_html

DEMO = Path(__file__).parent.parent / "source"
CORPUS = os.environ.get("OS_APIREF_CORPUS")
REFERENCES = {
    name: Path(CORPUS, name, "api-ref", "source")
    for name in ("cinder", "glance-2022", "nova", "nova-2016", "nova-2017")
    if CORPUS
}


def writer() -> Blocks:
    """A writer whose links lead where they say."""
    leads = Leads(md.destination, lambda name: "", md.destination, md.destination, "index.html")
    return Blocks(leads, {})


def text(blocks: Sequence[Block]) -> str:
    """Blocks as Markdown, links as they are."""
    shown = [md.heading(one.text, one.level) if isinstance(one, Heading) else one for one in blocks]
    return md.join(replace_marks(one, md.destination, lambda name: "") for one in shown)


def read(build: Build, source: str, **files: str) -> str:
    """A document of this source as Markdown."""
    built = build({"index.rst": source, **files}, builder="os_apiref_export")
    assert built.problems == []
    return markdown_of(built, "index")


def markdown_of(built: Built, docname: str) -> str:
    blocks = document_blocks(resolved(built, docname), built.app.env, f"{docname}.html")
    return text(blocks)


def resolved(built: Built, docname: str) -> nodes.document:
    env: BuildEnvironment = built.app.env
    return env.get_and_resolve_doctree(docname, built.app.builder)


# What each construct becomes


CASES = {
    "emphasis": ("*a* **b** ``c`` `d`", "*a* **b** `c` *d*"),
    "emphasis between letters": (r"x\ **(a)**\ y", "x<strong>(a)</strong>y"),
    "emphasis beside emphasis": (r"*a*\ *b*", "<em>a</em>*b*"),
    "code beside code": (r"``a``\ ``b``", "`a`<code>b</code>"),
    "code with backticks": ("``a`b``", "``a`b``"),
    "link": ("`text <https://a.example/x_(y)>`__", "[text](https://a.example/x_%28y%29)"),
    "address": ("https://a.example/x_y", "<https://a.example/x_y>"),
    "script": ("`text <javascript:alert(1)>`__", "text"),
    "no image": (r"Wow!\ `text <https://a.example/>`__", r"Wow\![text](https://a.example/)"),
    "text": (r"\*a* <b> [c] | d", r"\*a\* \<b> \[c\] | d"),
    "paragraph in one line": ("a\nb", "a b"),
    "nested lists": ("- a\n\n  - b\n\n    1. c", "- a\n\n  - b\n\n    1. c"),
    "numbers": ("4. a\n5. b", "4. a\n5. b"),
    "letters": ("a) a\nb) b", "1. a\n2. b"),
    "terms": ("a : b\n   c\n\n   d", "- **a** : b\n\n  c\n\n  d"),
    "fields": ("x\n\n:a: b", "x\n\n- **a**\n\n  b"),
    "options": ("-a, --all  b", "- `-a, --all`\n\n  b"),
    "note": (".. note::\n\n   a\n\n   - b", "> **Note**\n>\n> a\n>\n> - b"),
    "admonition": (".. admonition:: A *b*\n\n   c", "> **A *b***\n>\n> c"),
    "version": (".. versionadded:: 2.1\n   a", "*Added in version 2.1:* a"),
    "quote": ("x\n\n   a\n\n   -- b", "x\n\n> a\n>\n> — b"),
    "lines": ("| a\n| b\n|   # c", "a\\\nb\\\n\u2003# c"),
    "code block": (".. code-block:: json\n\n   ```\n   {}", "````json\n```\n{}\n````"),
    "code block in a list": ("- a\n\n  ::\n\n     b\n\n     c", "- a\n\n  ```\n  b\n\n  c\n  ```"),
    "caption": (
        ".. code-block:: json\n   :caption: A *b*\n\n   {}",
        "**A <em>b</em>**\n\n```json\n{}\n```",
    ),
    "doctest": (">>> 1\n1", "```\n>>> 1\n1\n```"),
    "rubric": (".. rubric:: a", "**a**"),
    "transition": ("a\n\n----\n\nb", "a\n\n***\n\nb"),
    "comment": ("a\n\n.. b", "a"),
    "marker": ("a\n\n.. needs:body_verification", "a"),
    "raw HTML": (".. raw:: html\n\n   <p onclick='x'>a &lt;b></p><script>c</script>", r"a \<b>"),
    "raw of others": ("a\n\n.. raw:: latex\n\n   b", "a"),
    "table": (
        "=== ===\nA   B|\n=== ===\na   b|\n=== ===",
        "| A | B\\| |\n| --- | --- |\n| a | b\\| |",
    ),
    "table without a head": ("=== ===\na   b\n=== ===", "|  |  |\n| --- | --- |\n| a | b |"),
    "spans": (
        "+---+---+\n| a     |\n+===+===+\n| b | c |\n|   +---+\n|   | d |\n+---+---+",
        "| a |  |\n| --- | --- |\n| b | c |\n|  | d |",
    ),
    "footnote": ("a [1]_\n\n.. [1] b", "a [\\[1\\]](index.html#id2)\n\n\\[1\\]\n\nb"),
    "abbreviation": (":abbr:`A (b)`", "A (b)"),
    "formula": (":math:`a_b`", "`a_b`"),
    "image": (
        ".. image:: https://a.example/x.png\n   :alt: a]b",
        r"![a\]b](https://a.example/x.png)",
    ),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=list(CASES))
def test_construct(source: str, expected: str, build: Build) -> None:
    assert read(build, source) == expected


def test_sections_are_headings(build: Build) -> None:
    source = "A *b*\n=====\n\nx\n\nC #\n---\n\ny\n"
    assert read(build, source) == "# A *b*\n\nx\n\n## C \\#\n\ny"


CELLS = {
    "paragraphs": ("a\n\nb", "a<br><br>b"),
    "list": ("a\n\n- b\n- c\n\nd", "a<ul><li>b</li><li>c</li></ul>d"),
    "numbers": ("3. b\n4. c", '<ol start="3"><li>b</li><li>c</li></ol>'),
    "terms": ("a : b\n   c", "<dl><dt>a</dt><dt>b</dt><dd>c</dd></dl>"),
    "code": ("::\n\n  a|b\n    *c*", "<pre>a\\|b<br>  \\*c\\*</pre>"),
    "note": (".. note:: a", "<blockquote>**Note**<br><br>a</blockquote>"),
    "lines": ("| a\n| b", "a<br>b"),
    "table": ("=  =\na  b\n=  =", "<table><tr><td>a</td><td>b</td></tr></table>"),
}


@pytest.mark.parametrize(("description", "expected"), CELLS.values(), ids=list(CELLS))
def test_a_description_in_a_cell(description: str, expected: str, build: Build) -> None:
    table = ".. rest_parameters:: p.yaml\n\n   - a: a\n"
    files = {
        "index.rst": f"A\n=\n\n.. rest_method:: GET /a\n\n{table}",
        "p.yaml": "a:\n  in: body\n  type: string\n  description: |\n"
        + "".join(f"    {line}\n" for line in description.split("\n")),
    }
    built = build(files, builder="os_apiref_export")
    assert markdown_of(built, "index").endswith(f"| `a` | body | string | no | {expected} |")


# Our own nodes

OPERATION = """\
Servers
=======

Show server
-----------

.. rest_method:: GET /servers/{id}|

.. deprecated:: 2.9

.. rest_status_code:: success status.yaml

   - 200
   - 299

.. rest_parameters:: p.yaml

   - id: id
   - server.name|: name
   - lost: lost

**Example**

.. literalinclude:: server.json
"""
FILES = {
    "p.yaml": """\
id:
  in: path
  type: string
  format: uuid
  required: true
  min_version: 2.10
  description: The *ID*.
name:
  in: body
  type: string
""",
    "status.yaml": "200:\n  default: Done.\n299:\n  default: Odd.\n",
    "server.json": '{"server": {"name|": "x"}}\n',
}


def test_an_operation(build: Build) -> None:
    built = build({"index.rst": OPERATION, **FILES}, builder="os_apiref_export")
    assert markdown_of(built, "index") == (
        "# Servers\n\n## Show server\n\n**GET** `/servers/{id}|`\n\n"
        "*Deprecated since version 2.9.*\n\n"
        "**Success**\n\n| Code | Reason |\n| --- | --- |\n| 200 OK | Done. |\n| 299 | Odd. |\n\n"
        "| Name | In | Type | Required | Versions | Description |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| `id` | path | string (uuid) | yes | since 2.10 | The *ID*. |\n"
        "| `server.name\\|` | body | string | no |  |  |\n"
        "| `lost` |  |  |  |  |  |\n\n"
        '**Example**\n\n```json\n{"server": {"name|": "x"}}\n```'
    )


def test_a_node_that_nobody_knows_shows_what_is_in_it() -> None:
    class strange(nodes.General, nodes.Element):  # noqa: N801 - a node's name in the tree
        pass

    class odd(nodes.Inline, nodes.TextElement):  # noqa: N801
        pass

    inside = nodes.paragraph("", "", nodes.Text("a "), odd("", "", nodes.strong("", "b")))
    assert writer().texts([strange("", inside, nodes.Text("c"))]) == ["a **b**", "c"]


def test_a_tree_is_left_as_it_was(build: Build) -> None:
    built = build({"index.rst": OPERATION, **FILES}, builder="os_apiref_export")
    document = resolved(built, "index")
    before = [(id(node), id(node.parent)) for node in document.findall()]
    document_blocks(document, built.app.env, "index.html")
    assert [(id(node), id(node.parent)) for node in document.findall()] == before


# Texts of authors, in every place


@pytest.mark.slow
def test_hostile_text_is_text_wherever_it_stands() -> None:
    for hostile in TEXTS:
        wraps = (
            nodes.paragraph("", hostile),
            nodes.paragraph("", "", nodes.strong("", hostile)),
            nodes.paragraph("", "a", nodes.emphasis("", hostile), nodes.Text("b")),
            nodes.paragraph("", "", nodes.reference("", hostile, refuri="https://a.example")),
            nodes.paragraph("", "", nodes.Text(hostile), nodes.literal("", hostile)),
            nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", hostile))),
            nodes.literal_block("", hostile),
        )
        for node in wraps:
            made = md.join(writer().texts([node]))
            assert squashed(marked.text(made)) == squashed(node.astext()), (hostile, made)
            allowed = {"<em>", "</em>", "<strong>", "</strong>", "<code>", "</code>"}
            assert set(marked.elements(made)) <= allowed, hostile
            assert set(marked.links(made)) <= {"https://a.example"}, hostile


def squashed(words: str) -> str:
    """Text without white space."""
    return "".join(words.split())


def said(node: nodes.Node) -> Iterator[str]:
    """Everything that a reader is to read of a node of a resolved document."""
    if isinstance(node, (nodes.Text, nodes.literal, nodes.FixedTextElement)):
        if not isinstance(node, nodes.Invisible):
            yield text_of_html(node) if isinstance(node, nodes.raw) else node.astext()
        return
    assert isinstance(node, nodes.Element)
    if isinstance(node, nodes.system_message) or (
        isinstance(node, nodes.Invisible) and not isinstance(node, (nodes.target, rest_definitions))
    ):
        return
    if isinstance(node, nodes.image):
        yield node.get("alt", "")
    if isinstance(node, nodes.Admonition) and not isinstance(node, addnodes.versionmodified):
        yield str(admonitionlabels.get(node.tagname, ""))
    if isinstance(node, nodes.classifier):
        yield ":"
    for child in node.children:
        yield from said(child)
    if node.get("explanation"):
        yield f"({node['explanation']})"


def descriptions(built: Built) -> Iterator[nodes.Element]:
    for docname in sorted(built.app.env.found_docs):
        document = resolved(built, docname)
        for container in document.findall(rest_definitions):
            for child in container.children:
                assert isinstance(child, nodes.Element)
                yield child


def check_descriptions(built: Built) -> int:
    """Compare every description with its Markdown, as blocks and in a cell; return how many."""
    found = list(descriptions(built))
    for definition in found:
        blocks = blocks_of(definition)
        expected = squashed("".join(one for block in blocks for one in said(block)))
        made = md.join(writer().texts(blocks))
        assert squashed(marked.text(made)) == expected
        cell = writer().tables.cells.cell(blocks)
        assert "\n" not in cell
        table = md.table(["Head"], [[cell]])
        assert marked.kinds(table).count("td_open") == 1
        in_cell = squashed(marked.text(table)).removeprefix("Head")
        assert in_cell.replace(":", "") == expected.replace(":", "")
    return len(found)


@pytest.mark.slow
def test_every_description_of_the_demo_is_said(tmp_path: Path) -> None:
    if not DEMO.is_dir():
        pytest.skip("the demo is not part of a wheel")
    assert check_descriptions(read_reference(DEMO, tmp_path)) > 50


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="OS_APIREF_CORPUS names no references")
@pytest.mark.parametrize("name", REFERENCES)
def test_every_description_of_a_corpus_is_said(name: str, tmp_path: Path) -> None:
    assert check_descriptions(read_reference(REFERENCES[name], tmp_path)) > 100


def read_reference(source: Path, folder: Path) -> Built:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    with patch_docutils(), docutils_namespace():
        settings = {"extensions": ["os_apiref"], "suppress_warnings": ["*"]}
        conf = source if (source / "conf.py").is_file() else None
        app = Sphinx(
            source,
            conf,
            folder / "out",
            folder / "doctrees",
            "os_apiref_export",
            confoverrides={} if conf else settings,
            status=None,
            warning=None,
        )
        app.build()
    return Built(app, "", "")
