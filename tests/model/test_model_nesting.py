# SPDX-License-Identifier: Apache-2.0
"""Trees of rows: the lines of a table and samples in, the rows as they are shown out.

A line is a row as ``references.table`` reads it. What comes out is indented by
its depth; ``<`` tells what an inferred row lies in.
"""

from __future__ import annotations

import pytest
from references import table

from os_apiref.load.jsontree import load_json
from os_apiref.model.nesting import find_keys, nest
from os_apiref.model.parameter import Role
from os_apiref.model.samplematch import paths_in_text

SERVER = '{"server": {"id": "1", "links": [{"href": "h", "rel": "r"}], "flavor": {"id": "2"}}}'


def tree(rows: str, *samples: str) -> str:
    """The rows as they are shown."""
    uses = table(rows, Role.RESPONSE)
    keys = find_keys(uses, [load_json(one, "a.json") for one in samples])
    lines = []
    for row in nest(uses, keys):
        above = f" < {'.'.join(row.above)}" if row.above else ""
        lines.append(f"{'  ' * row.depth}{uses[row.row].name}{above}")
    return "\n".join(lines)


CASES = {
    "without samples only names nest": (
        "server type=object\nserver.id\nlinks type=array\nhref",
        (),
        "server\n  server.id\nlinks\nhref",
    ),
    "a dotted name whose parent has no row stays": ("id\nimage.id", (), "id\nimage.id"),
    "brackets are no part of a name": (
        "images[]: type=array\nimages[].id",
        (),
        "images[]\n  images[].id",
    ),
    "plain names nest as the sample does": (
        "server type=object\nid\nlinks type=array\nhref\nrel",
        (SERVER,),
        "server\n  id < server\n  links < server\n    href < server.links\n    rel < server.links",
    ),
    "without a row for the outermost object nothing is indented for it": (
        "id\nlinks type=array\nhref",
        (SERVER,),
        "id\nlinks\n  href < server.links",
    ),
    "the second row of a name is another key": (
        "server type=object\nid: server_id\nflavor type=object\nid: flavor_id",
        (SERVER,),
        "server\n  id < server\n  flavor < server\n    id < server.flavor",
    ),
    "rows of one name for different versions are one key": (
        "server type=object\nid: old type=string ..2.9\nid: new type=string 2.10..\n"
        "flavor type=object",
        (SERVER,),
        "server\n  id < server\n  id < server\n  flavor < server",
    ),
    "dotted names nest in inferred ones": (
        "server type=object\nflavor type=object\nflavor.id",
        (SERVER,),
        "server\n  flavor < server\n    flavor.id",
    ),
    "a row that comes too early is shown below what it can only lie in": (
        "href\nserver type=object\nlinks type=array",
        (SERVER,),
        "server\n  links < server\n    href < server.links",
    ),
    "a row that could lie in several things stays": (
        "image type=object\nid\nvolume type=object",
        ('{"image": {"x": {"id": 1}}, "volume": {"y": {"id": 1}}}',),
        "image\nid\nvolume",
    ),
    "a row that no sample shows is where the rows around it are": (
        "server type=object\nid\nlocked\nflavor type=object",
        (SERVER,),
        "server\n  id < server\n  locked < server\n  flavor < server",
    ),
    "between two depths it is at the outer one": (
        "server type=object\nlinks type=array\nhref\nlocked\nflavor type=object",
        (SERVER,),
        "server\n  links < server\n    href < server.links\n  locked < server\n  flavor < server",
    ),
    "what belongs to the pages of a list is beside it": (
        "servers type=array\nid\nservers_links type=array\ncount",
        ('{"servers": [{"id": "1"}]}',),
        "servers\n  id < servers\nservers_links\ncount",
    ),
    "a type tells two keys of one name apart": (
        "body type=object\nsize type=object\nsize: inner type=integer",
        ('{"body": {"size": {"size": 3}}}',),
        "body\n  size < body\n    size < body.size",
    ),
    "samples that disagree are both believed": (
        "server type=object\nservers type=array\nid",
        ('{"server": {"id": 1}}', '{"servers": [{"id": 1}]}'),
        "server\nservers\n  id < servers",
    ),
    "names with placeholders and colons": (
        "quota type=object\nvolumes_{volume_type}: type=integer\nOS-DCF:diskConfig",
        ('{"quota": {"volumes_lvm": 5, "OS-DCF:diskConfig": "AUTO"}}',),
        "quota\n  volumes_{volume_type} < quota\n  OS-DCF:diskConfig < quota",
    ),
    "a list as the whole body": (
        "id\nflavor type=object\nname",
        ('[{"id": 1, "flavor": {"name": "n"}}]',),
        "id\nflavor\n  name < flavor",
    ),
    "names and keys that contradict each other lose no row": (
        "x type=object\nx.y",
        ('{"r": {"x": {"y": {"x": {}}}}}',),
        "x\n  x.y",
    ),
}


@pytest.mark.parametrize(("rows", "samples", "shown"), CASES.values(), ids=CASES)
def test_rows_are_a_tree(rows: str, samples: tuple[str, ...], shown: str) -> None:
    assert tree(rows, *samples) == shown


def test_the_keys_of_a_text_are_told_in_its_order_as_often_as_they_stand_there() -> None:
    value = load_json('{"a": [{"b": 1, "c": {}}, {"b": 2}], "d": null}', "a.json")
    assert [".".join(path) for path in paths_in_text(value)] == ["a", "a.b", "a.c", "a.b", "d"]
