# SPDX-License-Identifier: Apache-2.0
"""Which includes become pages, and what each page consists of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from os_apiref.load.pageplan import Plan, plan_pages

RESOURCE = "Servers\n=======\n\nList\n----\n\n.. rest_method:: GET /servers\n"
OPERATION = "Stop\n----\n\n.. rest_method:: POST /servers/{id}/action\n"

MakePlan = Callable[..., Plan]


@pytest.fixture
def make(tmp_path: Path) -> MakePlan:
    """Write files and return the plan of their documents."""

    def make(files: dict[str, str]) -> Plan:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        documents = {name[:-4]: tmp_path / name for name in files if name.endswith(".rst")}
        return plan_pages(tmp_path, documents)

    return make


def lines(plan: Plan, document: str = "index") -> dict[int, str]:
    """What becomes of the includes of a document, by line."""
    return {line: page for (_, line), page in plan.turns.get(document, {}).items()}


def including(*names: str) -> str:
    return "API\n===\n\n" + "".join(f".. include:: {name}\n" for name in names)


def test_each_file_with_a_title_is_a_page(make: MakePlan) -> None:
    plan = make({"index.rst": including("a.inc", "b.inc"), "a.inc": RESOURCE, "b.inc": RESOURCE})
    assert lines(plan) == {4: "a", 5: "b"}
    assert list(plan.pages) == ["a", "b"]
    assert plan.documents_like("b") == plan.documents_like("index") == ["index", "a", "b"]
    assert plan.document_of("b") == plan.document_of("index") == "index"


@pytest.mark.parametrize("names", [["a.inc"], ["a.inc", "a.inc"], [], ["a.inc", "x.inc"]])
def test_a_document_of_fewer_than_two_pages_stays_whole(make: MakePlan, names: list[str]) -> None:
    plan = make({"index.rst": including(*names), "a.inc": RESOURCE, "x.inc": "No title.\n"})
    assert plan == Plan()
    assert plan.documents_like("index") == []


@pytest.mark.parametrize(
    "name", ["no-title.inc", "text.txt", "missing.inc", "folder.inc", "index.rst"]
)
def test_what_stays_an_include(make: MakePlan, name: str) -> None:
    files = {"a.inc": RESOURCE, "b.inc": RESOURCE, "folder.inc/file": ""}
    files |= {"no-title.inc": "Text.\n", "text.txt": RESOURCE}
    plan = make({"index.rst": including("a.inc", name, "b.inc"), **files})
    assert lines(plan) == {4: "a", 6: "b"}


def test_an_operation_goes_on_with_the_resource_before_it(make: MakePlan) -> None:
    names = ("a.inc", "stop.inc", "start.inc", "b.inc")
    files = {name: OPERATION if name.startswith("st") else RESOURCE for name in names}
    plan = make({"index.rst": including(*names), **files})
    assert lines(plan) == {4: "a", 5: "", 6: "", 7: "b"}
    assert [one.argument for one in plan.pages["a"].continuations] == ["stop.inc", "start.inc"]
    assert [one.line for one in plan.pages["a"].continuations] == [5, 6]


def test_operations_without_a_resource_before_them_are_pages(make: MakePlan) -> None:
    text = f"{including('stop.inc', 'a.inc')}\nOld\n===\n\n.. include:: start.inc\n"
    plan = make(
        {"index.rst": text, "a.inc": RESOURCE, "stop.inc": OPERATION, "start.inc": OPERATION}
    )
    assert lines(plan) == {4: "stop", 5: "a", 10: "start"}


def test_a_file_included_twice_is_one_page(make: MakePlan) -> None:
    names = ("a.inc", "stop.inc", "b.inc", "a.inc", "stop.inc")
    files = {"a.inc": RESOURCE, "b.inc": RESOURCE, "stop.inc": OPERATION}
    plan = make({"index.rst": including(*names), **files})
    assert lines(plan) == {4: "a", 5: "", 6: "b", 7: "a", 8: ""}
    assert [one.line for one in plan.pages["a"].continuations] == [5]


def test_a_file_without_a_title_may_bring_the_includes(make: MakePlan, tmp_path: Path) -> None:
    files = {"a.inc": RESOURCE, "b.inc": RESOURCE, "all.inc": ".. include:: b.inc\n"}
    plan = make({"index.rst": including("a.inc", "all.inc"), **files})
    assert plan.turns["index"] == {
        (str(tmp_path / "index.rst"), 4): "a",
        (str(tmp_path / "all.inc"), 1): "b",
    }


def test_files_that_include_each_other_come_to_an_end(make: MakePlan) -> None:
    files = {"a.inc": f"{RESOURCE}\n.. include:: a.inc\n", "b.inc": RESOURCE}
    files |= {"x.inc": ".. include:: y.inc\n", "y.inc": ".. include:: x.inc\n"}
    plan = make({"index.rst": including("a.inc", "b.inc", "x.inc"), **files})
    assert lines(plan) == {4: "a", 5: "b"}


def test_documents_that_share_a_file_have_a_page_of_it_each(make: MakePlan) -> None:
    text = including("../shared/a.inc", "b.inc")
    files = {"shared/a.inc": RESOURCE, "v2/b.inc": RESOURCE, "v3/b.inc": RESOURCE}
    plan = make({"v2/index.rst": text, "v3/index.rst": text, **files})
    assert list(plan.pages) == ["v2/a", "v2/b", "v3/a", "v3/b"]
    assert plan.pages["v2/a"].path == plan.pages["v3/a"].path
    assert plan.documents_like("v3/b") == ["v3/index", "v3/a", "v3/b"]


@pytest.mark.parametrize(
    ("document", "names", "pages"),
    [
        ("servers", ["servers.inc", "b.inc"], ["servers-servers", "b"]),
        ("index", ["a.inc", "x/a.inc", "y/a.inc"], ["a", "index-a", "index-a-2"]),
        ("index", ["search.inc", "genindex.inc"], ["index-search", "index-genindex"]),
    ],
)
def test_a_name_that_is_taken_gives_way(
    make: MakePlan, document: str, names: list[str], pages: list[str]
) -> None:
    plan = make({f"{document}.rst": including(*names), **dict.fromkeys(names, RESOURCE)})
    assert list(plan.pages) == pages


def test_a_page_has_the_definitions_of_all_other_files_of_its_document(make: MakePlan) -> None:
    index = f".. |own| replace:: own\n\n{including('words.inc', 'a.inc', 'b.inc')}"
    files = {
        "words.inc": ".. |word| replace:: word\n",
        "a.inc": f".. |a| replace:: a\n\n{RESOURCE}\n.. include:: inner.inc\n",
        "b.inc": f"{RESOURCE}\n.. |b| replace:: b\n\n.. |word| replace:: last\n",
        "inner.inc": ".. |inner| replace:: inner\n",
    }
    plan = make({"index.rst": index, **files})
    names = {page: [one.name for one in plan.pages[page].definitions] for page in plan.pages}
    assert names == {"a": ["own", "word", "b"], "b": ["own", "a", "inner"]}
    assert plan.pages["a"].definitions[1].lines == (".. |word| replace:: last",)


def test_a_state_of_the_parser_holds_for_the_files_below_it(make: MakePlan) -> None:
    files = {"a.inc": f"{RESOURCE}\n.. highlight:: json\n", "b.inc": RESOURCE}
    index = f".. role:: red\n\n{including('a.inc', 'b.inc')}"
    plan = make({"index.rst": index, **files})
    lines_ = {page: [one.lines[0] for one in plan.pages[page].definitions] for page in plan.pages}
    assert lines_ == {"a": [".. role:: red"], "b": [".. role:: red", ".. highlight:: json"]}


@pytest.mark.parametrize(
    ("name", "old", "new", "changed"),
    [
        ("a.inc", "List", "Show", set()),
        ("index.rst", "API\n===", "Our API\n=======\n\nMore.", {"index", "a"}),
        ("b.inc", "Servers\n=======", "Text", {"index", "a"}),  # it goes on with a now
        ("b.inc", "Servers", ".. |s| replace:: s\n\nServers", {"a", "c"}),
        ("a.inc", "Servers", "..\n\nServers", set()),
    ],
)
def test_what_an_edit_changes_beside_the_file_itself(
    make: MakePlan, name: str, old: str, new: str, changed: set[str]
) -> None:
    files = {"index.rst": including("a.inc", "stop.inc", "b.inc", "c.inc"), "stop.inc": OPERATION}
    files |= dict.fromkeys(("a.inc", "b.inc", "c.inc"), RESOURCE)
    before = make(files)
    after = make({**files, name: files[name].replace(old, new, 1)})
    assert after.changes(before) == changed
    assert after.changes(after) == set()
