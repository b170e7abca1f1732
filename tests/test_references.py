# SPDX-License-Identifier: Apache-2.0
"""``:rest:op:`` and ``:rest:param:``: what a name leads to, what is shown, what is warned of."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Build, Built

PARAMETERS = """\
id:
  in: path
  type: string
  required: true
  description: |
    The id, as :rest:op:`GET /servers` lists it.
name:
  in: body
  type: string
  required: true
  description: |
    The name.
flavor:
  in: body
  type: string
  required: true
  description: |
    The flavor.
token:
  in: header
  type: string
  required: true
  description: |
    The token.
"""


def operation(title: str, call: str, *names: str) -> str:
    rows = "".join(f"   - {name}: {name.rpartition('.')[2]}\n" for name in names)
    table = f"\n.. rest_parameters:: parameters.yaml\n\n{rows}" if names else ""
    return f"{title}\n{'-' * 40}\n\n.. rest_method:: {call}\n{table}\n"


SERVERS = "".join(
    (
        "Servers\n=======\n\n.. rest_parameters:: parameters.yaml\n\n   - X-Token: token\n\n",
        operation("List Servers", "GET /servers"),
        operation("Create Server", "POST /servers", "name", "server.flavor"),
        operation("Show Server", "GET /servers/{server_id}", "name"),
        operation("Pause Server", "POST /servers/{server_id}/action"),
        operation("Stop (Halt) Server", "POST /servers/{server_id}/action", "flavor"),
        operation("Run Events", "GET /quotas?{usage}=True"),
        operation("Show *one* image", "DELETE v3/images/{a}@{b}"),
    )
)
VOLUMES = "".join(
    (
        "Volumes\n=======\n\n",
        operation("List Volumes", "GET /volumes", "name"),
        operation("Show Server", "GET /volumes/{id}"),
        operation("Run Events", "POST /events"),
        operation("Run Events", "POST /events"),
    )
)


def project(text: str, **files: str) -> dict[str, str]:
    return {
        "index.rst": f"API\n===\n\n.. toctree::\n\n   servers\n   volumes\n\n{text}\n",
        "servers.rst": SERVERS,
        "volumes.rst": VOLUMES,
        "parameters.yaml": PARAMETERS,
        **files,
    }


Link = tuple[str, str]


def links(built: Built, page: str = "index") -> list[Link]:
    """Where each reference of a page leads, and what it shows, with ` around code."""
    found = re.findall(
        r'<a class="reference internal" href="([^"]*)"[^>]*>'
        r'((?:(?!</a>).)*class="xref (?:rest|any).*?)</a>',
        built.page(page),
    )
    return [(href, words(text)) for href, text in found]


def words(text: str) -> str:
    text = re.sub(r"</?code[^>]*>", "`", text)
    return html.unescape(re.sub(r"<[^>]*>", "", text))


@pytest.fixture(scope="module")
def referring(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    from conftest import build_project

    def refer(*roles: str, **settings: Any) -> Built:
        folder = tmp_path_factory.mktemp("refer")
        return build_project(folder, project("\n".join(f"- {one}" for one in roles)), **settings)

    return refer


OPERATIONS = {
    # by method and path, whatever its spelling
    "GET /servers": ("servers.html#list-servers", "`GET /servers`"),
    "get /servers/": ("servers.html#list-servers", "`GET /servers`"),
    "GET /servers/{id}": ("servers.html#show-server", "`GET /servers/{server_id}`"),
    "GET /quotas": ("servers.html#run-events", "`GET /quotas?{usage}=True`"),
    "DELETE /v3/images/{x}@{y}": ("servers.html#show-one-image", "`DELETE v3/images/{a}@{b}`"),
    "/volumes": ("volumes.html#list-volumes", "`GET /volumes`"),
    # where several have them, with the title, the document, the section or the id
    "POST /servers/{server_id}/action (Pause Server)": (
        "servers.html#pause-server",
        "`POST /servers/{server_id}/action` (Pause Server)",
    ),
    "POST /servers/{id}/action (stop (halt) server)": (
        "servers.html#stop-halt-server",
        "`POST /servers/{server_id}/action` (stop (halt) server)",
    ),
    "Show Server (volumes)": ("volumes.html#show-server", "Show Server"),
    "Show Server (Volumes)": ("volumes.html#show-server", "Show Server"),
    "Run Events (GET /quotas)": ("servers.html#run-events", "Run Events"),
    "POST /events (volumes#id1)": ("volumes.html#id1", "`POST /events` (volumes#id1)"),
    # by title
    "List Servers": ("servers.html#list-servers", "List Servers"),
    "stop (halt) server": ("servers.html#stop-halt-server", "Stop (Halt) Server"),
    "Show one image": ("servers.html#show-one-image", "Show one image"),
    # by id
    "volumes#run-events": ("volumes.html#run-events", "`POST /events` (Run Events)"),
    "pause-server": (
        "servers.html#pause-server",
        "`POST /servers/{server_id}/action` (Pause Server)",
    ),
    # what the author says goes before
    "listing them <GET /servers>": ("servers.html#list-servers", "listing them"),
    "~GET /servers": ("servers.html#list-servers", "List Servers"),
}


def test_an_operation_is_found_by_each_of_its_names(referring: Callable[..., Built]) -> None:
    built = referring(*(f":rest:op:`{name}`" for name in OPERATIONS))
    assert built.problems == []
    assert dict(zip(OPERATIONS, links(built), strict=True)) == OPERATIONS


PARAMETER_NAMES = {
    "server.flavor": ("servers.html#create-server.server.flavor", "`server.flavor`"),
    "SERVER.flavor": ("servers.html#create-server.server.flavor", "`server.flavor`"),
    "X-Token": ("servers.html#servers.X-Token", "`X-Token`"),
    "name": ("rest-parameters.html#parameter-name", "`name`"),
    "name (Show Server)": ("servers.html#show-server.name", "`name`"),
    "name (GET /servers/{id})": ("servers.html#show-server.name", "`name`"),
    "name (volumes)": ("volumes.html#list-volumes.name", "`name`"),
    "flavor (POST /servers/{x}/action (Stop (Halt) Server))": (
        "servers.html#stop-halt-server.flavor",
        "`flavor`",
    ),
    "servers#create-server.name": ("servers.html#create-server.name", "`name`"),
    "the name <name (POST /servers)>": ("servers.html#create-server.name", "the name"),
}


def test_a_parameter_is_found_by_name_and_operation(referring: Callable[..., Built]) -> None:
    built = referring(*(f":rest:param:`{name}`" for name in PARAMETER_NAMES))
    assert built.problems == []
    assert dict(zip(PARAMETER_NAMES, links(built), strict=True)) == PARAMETER_NAMES


def test_a_name_of_many_leads_to_the_first_where_there_is_no_index(
    referring: Callable[..., Built],
) -> None:
    built = referring(":rest:param:`name`", html_domain_indices=False)
    assert built.problems == []
    assert links(built) == [("servers.html#create-server.name", "`name`")]


def test_an_exclamation_mark_makes_no_link(referring: Callable[..., Built]) -> None:
    built = referring(":rest:op:`!GET /nothing`", ":rest:op:`!Nothing`", nitpicky=True)
    assert built.problems == []
    assert '<code class="xref rest rest-op docutils literal notranslate">' in built.page()
    assert '<span class="xref rest rest-op">Nothing</span>' in built.page()


def test_a_reference_shows_on_hover_what_it_does_not_say(referring: Callable[..., Built]) -> None:
    page = referring(":rest:op:`GET /servers`", ":rest:op:`List Volumes`").page()
    assert 'href="servers.html#list-servers" title="List Servers"' in page
    assert 'href="volumes.html#list-volumes" title="GET /volumes"' in page


def test_what_stands_in_the_same_document_goes_first(build: Build) -> None:
    files = project("", **{"volumes.rst": VOLUMES + "\nSee :rest:op:`Show Server`.\n"})
    built = build(files)
    assert built.problems == []
    assert links(built, "volumes") == [("#show-server", "Show Server")]


def test_a_description_in_yaml_refers_to_operations(build: Build) -> None:
    files = project("", **{"volumes.rst": VOLUMES + operation("More", "GET /more/{id}", "id")})
    built = build(files)
    assert built.problems == []
    assert links(built, "volumes") == [("servers.html#list-servers", "`GET /servers`")]


@pytest.mark.parametrize(
    ("role", "warning"),
    [
        (
            ":rest:op:`GET /servrs`",
            "no operation is called 'GET /servrs'; did you mean 'GET /servers'? "
            "[os_apiref.unknown-reference]",
        ),
        (
            ":rest:op:`POST /servers/{id}/action (Puase Server)`",
            "no operation is called 'POST /servers/{id}/action (Puase Server)'; did you mean "
            "'POST /servers/{server_id}/action (Pause Server)'? [os_apiref.unknown-reference]",
        ),
        (
            ":rest:op:`zzzzzzzzz`",
            "no operation is called 'zzzzzzzzz'; write its METHOD /path, its title or its id "
            "[os_apiref.unknown-reference]",
        ),
        (
            ":rest:param:`flavr`",
            "no parameter is called 'flavr'; did you mean 'flavor'? [os_apiref.unknown-reference]",
        ),
        (
            ":rest:param:`flavor (Show Server)`",
            "no parameter is called 'flavor (Show Server)'; write 'flavor (POST "
            "/servers/{server_id}/action (Stop (Halt) Server))' [os_apiref.unknown-reference]",
        ),
        (
            ":rest:op:`POST /servers/{server_id}/action`",
            "2 operations are called 'POST /servers/{server_id}/action', and the link leads to "
            "the first; write one of 'POST /servers/{server_id}/action (Pause Server)', 'POST "
            "/servers/{server_id}/action (Stop (Halt) Server)' [os_apiref.ambiguous-reference]",
        ),
        (
            ":rest:op:`POST /events`",
            "2 operations are called 'POST /events', and the link leads to the first; write one "
            "of 'volumes#run-events', 'volumes#id1' [os_apiref.ambiguous-reference]",
        ),
        (
            ":rest:param:`name (servers)`",
            "2 parameters are called 'name (servers)', and the link leads to the first; write "
            "one of 'name (POST /servers)', 'name (GET /servers/{server_id})' "
            "[os_apiref.ambiguous-reference]",
        ),
    ],
)
@pytest.mark.parametrize("nitpicky", [False, True])
def test_a_name_that_is_wrong_is_warned_of_once(
    referring: Callable[..., Built], role: str, warning: str, nitpicky: bool
) -> None:
    built = referring(role, nitpicky=nitpicky)
    assert built.problems == [f"index.rst:9: warning: {warning}"]
    assert ("ambiguous" in warning) is bool(links(built))


def test_a_warning_is_suppressed_by_its_name_by_level_and_by_comment(build: Build) -> None:
    role = ":rest:op:`GET /servrs`"
    quiet = {"suppress_warnings": ["os_apiref.unknown-reference"]}
    assert build(project(role), **quiet).problems == []
    off = {"os_apiref_checks": {"unknown-reference": "off"}}
    assert build(project(role), **off).problems == []
    comment = ".. os-apiref: ignore unknown-reference\n\n"
    assert build(project(comment + role)).problems == []
    ignored = {"nitpicky": True, "nitpick_ignore": [("rest:op", "GET /servrs")]}
    assert build(project(role), **ignored).problems == []


def test_any_finds_what_is_called_just_so(referring: Callable[..., Built]) -> None:
    built = referring(":any:`GET /servers`", ":any:`List Volumes`", ":any:`server.flavor`")
    assert built.problems == []
    assert links(built) == [
        ("servers.html#list-servers", "`GET /servers`"),
        ("volumes.html#list-volumes", "List Volumes"),
        ("servers.html#create-server.server.flavor", "`server.flavor`"),
    ]


@pytest.mark.parametrize("how", ["directive", "setting"])
def test_the_domain_may_be_the_default(build: Build, how: str) -> None:
    text = "\n:op:`GET /servers` and :param:`server.flavor`\n"
    if how == "directive":
        built = build(project(f".. default-domain:: rest\n{text}"))
    else:
        built = build(project(text), primary_domain="rest")
    assert built.problems == []
    assert len(links(built)) == 2


PAGED = {
    "index.rst": "API\n===\n\n.. include:: servers.inc\n\n.. include:: volumes.inc\n",
    "servers.inc": SERVERS,
    "volumes.inc": VOLUMES
    + "\n".join(
        (
            ":rest:op:`GET /servers`, :rest:op:`index#list-servers`,",
            ":rest:op:`Run Events (servers)`,",
            ":rest:param:`name`, :rest:param:`server.flavor (index)`, :rest:op:`Show Server`\n",
        )
    ),
    "parameters.yaml": PARAMETERS,
}


def test_a_role_on_one_page_of_a_document_reaches_what_is_on_another(build: Build) -> None:
    built = build(PAGED, os_apiref_pages=True)
    assert built.problems == []
    assert [href for href, _ in links(built, "volumes")] == [
        "servers.html#list-servers",
        "servers.html#list-servers",
        "servers.html#run-events",
        "rest-parameters.html#parameter-name",
        "servers.html#create-server.server.flavor",
        "#show-server",
    ]
    for page in ("rest-index", "rest-parameters"):
        hrefs = re.findall(r'href="((?:index|servers|volumes)\.html)#([^"]+)"', built.page(page))
        assert {href for href, _ in hrefs} == {"servers.html", "volumes.html"}
        for href, anchor in hrefs:
            assert f'id="{anchor}"' in built.page(href.removesuffix(".html"))


def test_a_wrong_name_is_warned_of_once_though_it_is_published_too(build: Build) -> None:
    built = build(project(":rest:op:`zzzzz`"), os_apiref_publish=["json", "markdown"])
    assert len(built.problems) == 1


@pytest.mark.parametrize("builder", ["latex", "text", "man", "singlehtml", "dirhtml", "xml"])
def test_every_builder_resolves_names(build: Build, tmp_path: Path, builder: str) -> None:
    roles = ":rest:op:`GET /servers`, :rest:param:`name`, :ref:`rest-index`"
    built = build(project(roles), builder=builder, nitpicky=True)
    assert [one for one in built.problems if "writing manual pages" not in one] == []


def test_a_second_build_from_the_pickled_environment_resolves_the_same(build: Build) -> None:
    text = ":rest:op:`GET /servers`, :rest:param:`name`, :rest:param:`X-Token`"
    first = links(build(project(text)))
    assert len(first) == 3
    again = build({"index.rst": project(text + " and so on")["index.rst"]})
    assert "1 changed" in again.status
    assert links(again) == first


def test_what_is_no_longer_there_is_found_no_more(build: Build) -> None:
    build(project(":rest:op:`List Volumes`"))
    gone = {
        "volumes.rst": "Volumes\n=======\n",
        "index.rst": project(":rest:op:`List Volumes` again")["index.rst"],
    }
    again = build(gone)
    assert [one.partition(";")[0] for one in again.problems] == [
        "index.rst:9: warning: no operation is called 'List Volumes'"
    ]


def many(number: int) -> dict[str, str]:
    names = [f"d{index}" for index in range(number)]
    files = {
        f"{name}.rst": f"{name}\n====\n\n" + operation("Act", "POST /act", "name") for name in names
    }
    contents = "".join(f"   {name}\n" for name in names)
    roles = " ".join(f":rest:op:`Act ({name})` :rest:param:`name ({name})`" for name in names)
    index = f"API\n===\n\n.. toctree::\n\n{contents}\n{roles}\n"
    return {**files, "index.rst": index, "parameters.yaml": PARAMETERS}


def test_operations_of_one_name_that_two_processes_read_are_all_there(build: Build) -> None:
    built = build(many(24), parallel=2)
    assert built.problems == []
    wanted = [(f"d{n}.html#act", f"d{n}.html#act.name") for n in range(24)]
    found = [href for href, _ in links(built)]
    assert found == [href for pair in wanted for href in pair]
