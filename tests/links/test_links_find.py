# SPDX-License-Identifier: Apache-2.0
"""Every link that a reference makes, and the place where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx.builders.linkcheck import HyperlinkCollector

from conftest import Build
from os_apiref.links.link import Link
from os_apiref.sphinxext.linkfinder import Found, find_links

TITLE = "Title\n=====\n\n"


def found_in(
    build: Build, files: dict[str, str], *, samples: bool = False, **settings: object
) -> Found:
    return find_links(build(files, builder="dummy", **settings).app, samples=samples)


def told(links: tuple[Link, ...]) -> list[tuple[str, str, int, int]]:
    """Return links as URL, name of the file, line and column."""
    return [(one.url, Path(one.place.path).name, *one.place[1:]) for one in links]


RST = [
    ("an autolinked URL", "See https://e.org/a.", [("https://e.org/a", 4, 5)]),
    ("a link", "See `text <https://e.org/a>`_.", [("https://e.org/a", 4, 12)]),
    ("an anonymous link", "See `text <https://e.org/a>`__.", [("https://e.org/a", 4, 12)]),
    ("a link whose text is its URL", "`https://e.org/a <https://e.org/a>`__",
     [("https://e.org/a", 4, 19)]),
    ("a line further down", "One\ntwo\n`text <https://e.org/a>`_", [("https://e.org/a", 6, 8)]),
    ("over two lines", "`text <https://e.org/\na>`_", [("https://e.org/a", 4, 8)]),
    ("an escape", r"`text <https://e.org/a\_>`_", [("https://e.org/a_", 4, 8)]),
    ("two of one URL on a line", "https://e.org/a https://e.org/a",
     [("https://e.org/a", 4, 1), ("https://e.org/a", 4, 17)]),
    ("a URL and a longer one", "https://e.org/ab\nhttps://e.org/a",
     [("https://e.org/a", 5, 1), ("https://e.org/ab", 4, 1)]),
    ("a target and two links to it", "a_ and a_\n\n.. _a: https://e.org/a",
     [("https://e.org/a", 6, 8)]),
    ("a target that nothing uses", ".. _a: https://e.org/a", [("https://e.org/a", 4, 8)]),
    ("a target beside the same URL in the text",
     "a_ and https://e.org/a\n\n.. _a: https://e.org/a",
     [("https://e.org/a", 4, 8), ("https://e.org/a", 6, 8)]),
    ("an anonymous target", "`text`__\n\n__ https://e.org/a", [("https://e.org/a", 6, 4)]),
    ("an anonymous link with the name of a target", "`a`__ a_\n\n.. _a: https://e.org/a\n"
     "__ https://e.org/b", [("https://e.org/a", 6, 8), ("https://e.org/b", 7, 4)]),
    ("a target over two lines", ".. _a: https://e.org/\n   a", [("https://e.org/a", 4, 8)]),
    ("a substitution", "|a|\n\n.. |a| replace:: `text <https://e.org/a>`__",
     [("https://e.org/a", 6, 25)]),
    ("an image", ".. image:: https://e.org/a.png", [("https://e.org/a.png", 4, 12)]),
    ("an image with a target", ".. image:: https://e.org/a.png\n   :target: https://e.org/b",
     [("https://e.org/a.png", 4, 12), ("https://e.org/b", 5, 13)]),
    ("a figure's target and caption",
     ".. figure:: https://e.org/a.png\n   :target: https://e.org/b\n\n   See https://e.org/c",
     [("https://e.org/a.png", 4, 13), ("https://e.org/b", 5, 13), ("https://e.org/c", 7, 8)]),
    ("a substitution for an image",
     "|a|\n\n.. |a| image:: https://e.org/a.png\n   :target: https://e.org/b",
     [("https://e.org/a.png", 6, 16), ("https://e.org/b", 7, 13)]),
    ("a PEP", "See :pep:`8`.", [("https://peps.python.org/pep-0008/", 4, 5)]),
    ("an RFC", "See\n:rfc:`9110`.",
     [("https://datatracker.ietf.org/doc/html/rfc9110.html", 5, 1)]),
    ("a download", ":download:`a <https://e.org/a>`", [("https://e.org/a", 4, 15)]),
    ("raw HTML", '.. raw:: html\n\n   <p>\n   <a href="https://e.org/a?b=1&amp;c">x</a>',
     [("https://e.org/a?b=1&c", 7, 13)]),
    ("raw HTML in a line", '.. role:: raw-html(raw)\n   :format: html\n\n'
     'x :raw-html:`<img src="https://e.org/a">`', [("https://e.org/a", 7, 24)]),
    ("raw LaTeX", ".. raw:: latex\n\n   <a href='https://e.org/a'>", []),
    ("a host without a scheme", "`x <//e.org/a>`_", [("https://e.org/a", 4, 5)]),
    ("another scheme", "`x <ftp://e.org/a>`_", [("ftp://e.org/a", 4, 5)]),
    ("what names no host", "`x <mailto:a@e.org>`_ `y <tel:1>`_ `z <javascript:x>`_ a@e.org", []),
    ("a cell of a table", "===  ===============\nx    https://e.org/a\n===  ===============",
     [("https://e.org/a", 5, 6)]),
    ("a cell of CSV", ".. csv-table::\n\n   x, https://e.org/a", [("https://e.org/a", 6, 7)]),
    ("a definition and its term", "https://e.org/a\n   https://e.org/b",
     [("https://e.org/a", 4, 1), ("https://e.org/b", 5, 4)]),
    ("a note in a list", "* x\n\n  .. note:: See\n     https://e.org/a",
     [("https://e.org/a", 7, 6)]),
    ("a footnote", "[#]_\n\n.. [#] https://e.org/a", [("https://e.org/a", 6, 8)]),
    ("a block for HTML", ".. only:: html\n\n   https://e.org/a", [("https://e.org/a", 6, 4)]),
    ("a block for another builder", ".. only:: latex\n\n   https://e.org/a", []),
    ("a literal", "``https://e.org/a``", []),
    ("a code block", "::\n\n   https://e.org/a", []),
    ("a comment", ".. https://e.org/a", []),
    ("an entry of a contents list", ".. toctree::\n   :hidden:\n\n   X <https://e.org/a>",
     [("https://e.org/a", 7, 7)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in RST], ids=[row[0] for row in RST]
)
def test_links_of_a_document(build: Build, text: str, expected: list[tuple[str, int, int]]) -> None:
    found = found_in(build, {"index.rst": f"{TITLE}{text}\n"})
    places = sorted((url, line, column) for url, _, line, column in told(found.links))
    assert places == expected


YAML = """\
id:
  in: path
  type: string
  description: |
    First line,
    see `text <https://e.org/a>`_.

    * https://e.org/b
both:
  in: body
  type: string
  description: >
    Folded https://e.org/c
    and https://e.org/d.
unused:
  in: body
  type: string
  description: https://e.org/unused
"""

OPERATION = f"""{TITLE}Show
----

.. rest_method:: GET /a/{{id}}

.. rest_parameters:: parameters.yaml

   - id: id
   - both: both
   - again: both

.. rest_status_code:: success status.yaml

   - 200: why
"""

STATUS = "200:\n  default: x\n  why: |\n    See https://e.org/status\n"


def test_links_in_definitions_stand_in_their_file(build: Build) -> None:
    files = {"index.rst": OPERATION, "parameters.yaml": YAML, "status.yaml": STATUS}
    assert sorted(told(found_in(build, files).links)) == [
        ("https://e.org/a", "parameters.yaml", 6, 16),
        ("https://e.org/b", "parameters.yaml", 8, 7),
        ("https://e.org/c", "parameters.yaml", 13, 12),
        ("https://e.org/d", "parameters.yaml", 14, 9),
        ("https://e.org/status", "status.yaml", 4, 9),
    ]


def test_links_of_fragments_stand_in_the_fragment(build: Build) -> None:
    files = {
        "index.rst": f"{TITLE}.. include:: sub/a.inc\n\n|a| a_\n",
        "sub/a.inc": "x https://e.org/a\n\n.. |a| replace:: `t <https://e.org/b>`__\n"
        ".. _a: https://e.org/c\n",
    }
    assert sorted(told(found_in(build, files).links)) == [
        ("https://e.org/a", "a.inc", 1, 3),
        ("https://e.org/b", "a.inc", 3, 22),
        ("https://e.org/c", "a.inc", 4, 8),
    ]


def test_a_fragment_of_two_documents_has_a_link_in_each(build: Build) -> None:
    page = f"{TITLE}.. include:: a.inc\n"
    files = {"index.rst": page, "other.rst": f":orphan:\n\n{page}", "a.inc": "https://e.org/a\n"}
    links = found_in(build, files).links
    assert [(link.page, link.place.line) for link in links] == [("index", 1), ("other", 1)]


def test_extlinks_stand_at_their_role(build: Build) -> None:
    files = {"index.rst": f"{TITLE}x\ny :bug:`1` :bug:`2`\n"}
    found = found_in(
        build,
        files,
        extensions=("os_apiref", "sphinx.ext.extlinks"),
        extlinks={"bug": ("https://e.org/%s", "bug %s")},
    )
    assert told(found.links) == [
        ("https://e.org/1", "index.rst", 5, 3),
        ("https://e.org/2", "index.rst", 5, 12),
    ]
    assert [link.written for link in found.links] == ["", ""]


def test_links_of_the_epilog_stand_in_the_configuration(build: Build, tmp_path: Path) -> None:
    epilog = "\n.. _a: https://e.org/a\n"
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "conf.py").write_text(f"rst_epilog = '''{epilog}'''\n")
    found = found_in(build, {"index.rst": f"{TITLE}a_\n"}, rst_epilog=epilog)
    # The configuration of a test is no file: that it is looked for there is enough.
    assert [Path(link.place.path).name for link in found.links] == ["conf.py"]


def test_an_included_html_file_has_its_links(build: Build) -> None:
    files = {
        "index.rst": f"{TITLE}.. raw:: html\n   :file: a.html\n",
        "a.html": '<p>\n<a href="https://e.org/a">x</a>\n',
    }
    assert told(found_in(build, files).links) == [("https://e.org/a", "a.html", 2, 10)]


SAMPLE = r"""{
  "links": ["https://e.org/a", "see https://e.org/b."],
  "n": "http:\/\/e.org\/c",
  "pattern": "https://e.org/{id}", "https://e.org/key": 1
}
"""


def test_samples_have_links_for_whoever_asks(build: Build) -> None:
    text = f"{TITLE}Show\n----\n\n.. rest_method:: GET /a\n\n.. literalinclude:: a.json\n"
    files = {"index.rst": text, "a.json": SAMPLE}
    assert found_in(build, files).links == ()
    assert told(found_in(build, files, samples=True).links) == [
        ("https://e.org/a", "a.json", 2, 14),
        ("https://e.org/b", "a.json", 2, 37),
        ("http://e.org/c", "a.json", 3, 9),
    ]


def test_what_is_written_is_the_text_at_the_place(build: Build) -> None:
    text = r"`x <https://e.org/a\_>`_ `y <//e.org/b>`_ https://e.org/c"
    found = found_in(build, {"index.rst": f"{TITLE}{text}\n"})
    written = {link.url: link.written for link in found.links}
    assert written == {
        "https://e.org/a_": r"https://e.org/a\_",
        "https://e.org/b": "//e.org/b",
        "https://e.org/c": "https://e.org/c",
    }


def test_documents_that_are_read_in_other_processes_have_their_links(build: Build) -> None:
    names = [f"page{number}" for number in range(8)]
    entries = "".join(f"   {name}\n" for name in names)
    files = {name + ".rst": f"{TITLE}https://e.org/{name}\n" for name in names}
    files["index.rst"] = f"{TITLE}.. toctree::\n\n{entries}"
    found = found_in(build, files, parallel=2)
    assert {link.url for link in found.links} == {f"https://e.org/{name}" for name in names}


def test_nothing_is_missing_that_linkcheck_finds(build: Build) -> None:
    files = {f"page{number}.rst": f"{TITLE}{row[1]}\n" for number, row in enumerate(RST)}
    app = build({"index.rst": TITLE, **files}, builder="dummy").app
    theirs = set()
    for docname in app.env.found_docs:
        document = app.env.get_doctree(docname)
        app.env.apply_post_transforms(document, docname)
        for node in document.findall():
            theirs.add(HyperlinkCollector.find_uri(None, node) or "")
    ours = {link.url for link in find_links(app).links}
    expected = {url for url in theirs if url.startswith(("https:", "ftp:"))}
    assert expected
    assert expected - ours == set()


def test_finding_warns_of_nothing_again(build: Build) -> None:
    built = build({"index.rst": f"{TITLE}:ref:`none`\n"}, builder="dummy")
    before = built.app.warningiserror, built.app._warncount
    find_links(built.app)
    assert (built.app.warningiserror, built.app._warncount) == before
