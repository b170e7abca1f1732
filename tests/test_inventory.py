# SPDX-License-Identifier: Apache-2.0
"""objects.inv: what is in it, whatever it is called, and links from another project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sphinx.util.inventory import InventoryFile
from test_references import project

from conftest import Build, Built, build_project

pytestmark = pytest.mark.slow

BASE = "https://api.example.org/ref/"


def inventory(built: Built) -> dict[str, dict[str, Any]]:
    """What Sphinx reads back from the inventory, by type and name."""
    with (Path(built.app.outdir) / "objects.inv").open("rb") as file:
        loaded: Any = InventoryFile.load(file, BASE, lambda base, path: base + path)
    return dict(loaded)


def address(item: Any) -> str:
    uri: str = item.uri if hasattr(item, "uri") else item[2]
    return uri.removeprefix(BASE)


def test_every_operation_and_row_is_in_it_under_its_id(build: Build) -> None:
    built = build(project(""))
    found = inventory(built)
    lookup = built.app.env.get_domain("rest").lookup  # type: ignore[attr-defined]
    assert len(lookup.operations) == 11
    assert {one.id for one in lookup.operations} <= found["rest:operation"].keys()
    assert {row.id for row in lookup.rows} <= found["rest:parameter"].keys()
    for id_ in ("servers#list-servers", "volumes#id1"):
        assert address(found["rest:operation"][id_]) == id_.replace("#", ".html#")
    row = found["rest:parameter"]["servers#create-server.server.flavor"]
    assert address(row) == "servers.html#create-server.server.flavor"


ODD = {
    "Show version 2 details": "GET /a",
    "Ends in a number 5": "GET /b",
    "It costs $": "GET /c$",
    "Quotes \"and\" 'these'": "GET /d'e\"f",
    "Colons: a:b rest:operation -1 x": "GET /a:b",
    "Snow \u2603 and \u00a0 spaces": "GET /\u2603",
    "Very long " + "long " * 400: "GET /" + "x" * 3000,
    "#": "GET /#fragment",
}


def test_names_of_all_kinds_can_be_read_back_and_found(build: Build, tmp_path: Path) -> None:
    text = "".join(
        f"{title}\n{'-' * (len(title) + 9)}\n\n.. rest_method:: {call}\n\n"
        ".. rest_parameters:: parameters.yaml\n\n   - \"a 1 b: $ 'c'\": name\n\n"
        for title, call in ODD.items()
    )
    files = project("", **{"servers.rst": f"Odd\n===\n\n{text}", "volumes.rst": "V\n=\n"})
    built = build(files)
    found = inventory(built)["rest:operation"]
    operations = {one.title: one for one in built.app.env.get_domain("rest").lookup.operations}  # type: ignore[attr-defined]
    assert len(operations) == len(ODD)
    for one in operations.values():
        assert address(found[one.id]) == f"servers.html#{one.anchor}"
    roles = [f":rest:op:`{one.title}`" for one in operations.values()]
    roles += [f":rest:op:`{one.method} {one.path}`" for one in operations.values()]
    linked = link_from_elsewhere(tmp_path, built, roles)
    assert linked.problems == []
    assert len(hrefs(linked)) == len(roles)


def link_from_elsewhere(tmp_path: Path, built: Built, roles: list[str], **settings: Any) -> Built:
    """Build another project that knows the first by its inventory."""
    where = str(Path(built.app.outdir) / "objects.inv")
    settings = {"intersphinx_mapping": {"compute": (BASE, where)}, **settings}
    text = "Elsewhere\n=========\n\n" + "\n\n".join(roles) + "\n"
    return build_project(
        tmp_path / "elsewhere",
        {"index.rst": text},
        extensions=("os_apiref", "sphinx.ext.intersphinx"),
        **settings,
    )


def hrefs(built: Built) -> list[tuple[str, str]]:
    found = re.findall(rf'href="{BASE}([^"]*)"[^>]*>(.*?)</a>', built.page())
    return [(href, re.sub(r"<[^>]*>", "", text)) for href, text in found]


LINKED = {
    # unique
    ":rest:op:`GET /servers`": ("servers.html#list-servers", "GET /servers"),
    ":external+compute:rest:op:`GET /servers`": ("servers.html#list-servers", "GET /servers"),
    ":external:rest:op:`get /servers/{x}/`": (
        "servers.html#show-server",
        "GET /servers/{server_id}",
    ),
    # repeated: alone it leads to the first
    ":rest:op:`POST /servers/{server_id}/action`": (
        "servers.html#pause-server",
        "POST /servers/{server_id}/action",
    ),
    ":rest:op:`POST /servers/{server_id}/action (Stop (Halt) Server)`": (
        "servers.html#stop-halt-server",
        "POST /servers/{server_id}/action (Stop (Halt) Server)",
    ),
    ":rest:op:`Show Server (volumes)`": ("volumes.html#show-server", "Show Server (volumes)"),
    # by title, by id, in the author's words
    ":rest:op:`List Volumes`": ("volumes.html#list-volumes", "List Volumes"),
    ":external+compute:rest:op:`volumes#id1`": ("volumes.html#id1", "POST /events (Run Events)"),
    ":rest:op:`all of them <GET /volumes>`": ("volumes.html#list-volumes", "all of them"),
    ":rest:op:`compute:GET /volumes`": ("volumes.html#list-volumes", "GET /volumes"),
    # parameters
    ":rest:param:`server.flavor`": ("servers.html#create-server.server.flavor", "server.flavor"),
    ":rest:param:`name`": ("rest-parameters.html#parameter-name", "name"),
    ":rest:param:`name (Show Server)`": ("servers.html#show-server.name", "name"),
    ":rest:param:`name (GET /volumes)`": ("volumes.html#list-volumes.name", "name"),
    ":any:`GET /volumes`": ("volumes.html#list-volumes", "GET /volumes"),
    # the indices
    ":external+compute:ref:`rest-index`": ("rest-index.html", "Operations"),
}


def test_another_project_links_to_each_name(build: Build, tmp_path: Path) -> None:
    linked = link_from_elsewhere(tmp_path, build(project("")), list(LINKED), nitpicky=True)
    found = hrefs(linked)
    assert linked.problems == []
    assert dict(zip(LINKED, found, strict=True)) == LINKED


def test_what_no_project_has_is_warned_of_once(build: Build, tmp_path: Path) -> None:
    roles = [":rest:op:`GET /nothing`", ":external:rest:op:`GET /nothing`"]
    linked = link_from_elsewhere(tmp_path, build(project("")), roles, nitpicky=True)
    assert linked.problems == [
        "index.rst:4: warning: no operation is called 'GET /nothing'; write its METHOD /path, "
        "its title or its id [os_apiref.unknown-reference]",
        "index.rst:6: warning: external rest:op reference target not found: GET /nothing [ref.op]",
    ]


def test_what_is_here_goes_before_what_is_elsewhere(build: Build, tmp_path: Path) -> None:
    here = "Mine\n----\n\n.. rest_method:: GET /servers\n\nSee :rest:op:`GET /servers`."
    linked = link_from_elsewhere(tmp_path, build(project("")), [here])
    assert hrefs(linked) == []
    assert 'href="#mine" title="Mine"' in linked.page()


@pytest.mark.parametrize("without", [False, ["rest-index"]])
def test_no_name_leads_to_an_index_that_is_not_made(build: Build, without: Any) -> None:
    found = inventory(build(project(""), html_domain_indices=without))
    assert address(found["rest:parameter"]["name"]) == "servers.html#create-server.name"
