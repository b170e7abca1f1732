# SPDX-License-Identifier: Apache-2.0
"""Edits that write the new URL of a link that moved."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Build
from os_apiref.fixes.plan import plan_fixes, write
from os_apiref.kinds import ProblemKind
from os_apiref.links.answer import Hop
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.links.rewrite import rewrite
from os_apiref.problems import Edit, Place, Problem
from os_apiref.sphinxext.linkfinder import find_links

OLD, NEW = "https://old.org/a", "https://new.org/b"
PLACE = Place("index.rst", 3, 5)


def moved(url: str = OLD, target: str = NEW, *, is_permanent: bool = True) -> Result:
    hops = (Hop(url.partition("#")[0], 301, target),)
    return Result(url, Verdict.REDIRECTED, "moved", hops=hops, is_permanent=is_permanent)


def link(written: str = OLD, url: str = "") -> Link:
    return Link(url or written, PLACE, "index", written)


WRITTEN = [
    ("a URL", link(), moved(), NEW),
    ("its fragment", link(f"{OLD}#f"), moved(f"{OLD}#f"), f"{NEW}#f"),
    ("a fragment of the target", link(f"{OLD}#f"), moved(f"{OLD}#f", f"{NEW}#g"), f"{NEW}#g"),
    ("a fragment that nobody looks for", link(f"{OLD}#!f", OLD), moved(), f"{NEW}#!f"),
    ("an escape", link(r"https://old.org/a\_", f"{OLD}_"), moved(f"{OLD}_"), NEW),
    ("over two lines", link("https://old.org/\n   a", OLD), moved(), NEW),
    ("no scheme", link("//old.org/a", OLD), moved(), "//new.org/b"),
    ("a query", link(f"{OLD}?b&c"), moved(f"{OLD}?b&c", f"{NEW}?b&c"), f"{NEW}?b&c"),
    ("a query in HTML", link(f"{OLD}?b&amp;c", f"{OLD}?b&c"),
     moved(f"{OLD}?b&c", f"{NEW}?b&c"), f"{NEW}?b&amp;c"),
    ("a replacement", link(), Result(OLD, Verdict.BROKEN, "gone", replacement=NEW), NEW),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "result", "new"), [row[1:] for row in WRITTEN], ids=[row[0] for row in WRITTEN]
)
def test_the_new_url_is_written_in_place_of_the_old(old: Link, result: Result, new: str) -> None:
    assert rewrite(old, result) == (Edit(PLACE, old.written, new),)


LEFT = [
    ("a temporary redirect", link(), moved(is_permanent=False)),
    ("a broken link", link(), Result(OLD, Verdict.BROKEN, "gone")),
    ("what a role made", link("", OLD), moved()),
    ("a place without column", Link(OLD, Place("a", 1), "", OLD), moved()),
    ("what an extension rewrote", link("https://short.org/1", OLD), moved()),
    ("a target that is the same", link(), moved(target=OLD)),
    ("a target without scheme", link("//old.org/a", OLD), moved(target="http://new.org/b")),
    ("a target with a blank", link(), moved(target=f"{NEW} c")),
    ("a target that ends as a reference", link(), moved(target=f"{NEW}_")),
    ("a target with a reference inside", link(), moved(target=f"{NEW}_/c")),
    ("a target with emphasis", link(), moved(target=f"{NEW}*c*")),
    ("a target with a quote", link(), moved(target=f"{NEW}'c")),
    ("a target that closes the link", link(), moved(target=f"{NEW}>`_")),
    ("a target with a line end", link(), moved(target=f"{NEW}\n.. raw:: html")),
    ("a target that ends with a full stop", link(), moved(target=f"{NEW}.")),
    ("a target with '&' where there was none", link(), moved(target=f"{NEW}?b&copy")),
    ("a target that is no web address", link(), moved(target="file:///etc/passwd")),
    ("a target that is not ASCII", link(), moved(target=f"{NEW}é")),
]


@pytest.mark.parametrize(("old", "result"), [row[1:] for row in LEFT], ids=[row[0] for row in LEFT])
def test_what_needs_a_person_is_left(old: Link, result: Result) -> None:
    assert rewrite(old, result) == ()


RST = """\
Title
=====

`x <https://old.org/a>`_, https://old.org/a and a_; not https://old.org/ab
nor ``https://old.org/a`` nor https://e.org/?u=https://old.org/a nor `https://old.org/a`.

.. _a: https://old.org/a#f

::

   curl https://old.org/a

.. rest_method:: GET /a

.. rest_parameters:: parameters.yaml

   - key: key
"""

YAML = (
    "key: # https://old.org/a\n  in: body\n  type: string\n  description: see https://old.org/a.\n"
)


def test_only_links_are_rewritten(build: Build) -> None:
    built = build({"index.rst": RST, "parameters.yaml": YAML}, builder="dummy")
    problems = [
        Problem.of(ProblemKind.MOVED_LINK, one.place, "moved", edits=rewrite(one, moved(one.url)))
        for one in find_links(built.app).links
        if one.url.partition("#")[0] == OLD
    ]
    source = Path(built.app.srcdir)
    files = [source / "index.rst", source / "parameters.yaml"]
    assert write(plan_fixes(problems, [str(file) for file in files])) == []
    first = "`x <https://new.org/b>`_, https://new.org/b and a_; not https://old.org/ab"
    assert files[0].read_text() == RST.replace(RST.splitlines()[3], first).replace(
        ".. _a: https://old.org/a#f", ".. _a: https://new.org/b#f"
    )
    assert files[1].read_text() == YAML.replace("see https://old.org/a.", "see https://new.org/b.")
