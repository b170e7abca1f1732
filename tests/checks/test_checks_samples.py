# SPDX-License-Identifier: Apache-2.0
"""Samples against tables: a table and a sample in, findings out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from os_apiref.checks.comparisons import compare
from os_apiref.checks.rules import SAMPLE_RULES
from os_apiref.checks.samples import malformed_samples, unused_samples
from os_apiref.checks.undocumentedkeys import HABIT_LIMIT
from os_apiref.kinds import ProblemKind
from os_apiref.load.disk import load_sample
from os_apiref.load.jsontree import load_json
from os_apiref.model.evidence import version_of
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.model.operation import Operation, Sample
from os_apiref.model.parameter import Parameter, ParameterUse, Role, Text
from os_apiref.model.reference import Disk, Reference, SampleFile
from os_apiref.problems import Place, Problem


def rows(table: str, role: Role = Role.RESPONSE) -> tuple[ParameterUse, ...]:
    """Rows of lines ``name type [required] [in=...] [min..max]``; a name may hold no space."""
    found = []
    for line in table.split("\n"):
        if not line.strip():
            continue
        name, type_, *words = line.split()
        location = next((word[3:] for word in words if word.startswith("in=")), "body")
        span = next((word for word in words if ".." in word), "..")
        low, high = (Microversion.parse(end) for end in span.split(".."))
        definition = Parameter(
            key=f"{name}_key",
            place=Place("parameters.yaml", 1, 1),
            location=location,
            type=type_.replace("_", " "),
            required="required" in words,
            versions=VersionRange(low, high) if span != ".." else EVERY_VERSION,
        )
        found.append(ParameterUse(name, definition.key, definition, Place("a.inc", 9), role))
    return tuple(found)


def reference(
    table: str,
    *samples: str,
    path: str = "/servers",
    role: Role = Role.RESPONSE,
    names: tuple[str, ...] = (),
) -> Reference:
    """One operation with a table and samples, whose files are called s0.json, s1.json, ..."""
    files = [*names, *(f"s{number}.json" for number in range(len(names), len(samples)))]
    operation = Operation(
        "GET",
        path,
        "A title",
        "index",
        "a-title",
        Place("a.inc", 3),
        parameters=rows(table, role),
        samples=tuple(
            Sample(name, "json", Place("a.inc", 20 + number), role)
            for number, name in enumerate(files)
        ),
    )
    disk = Disk(
        samples={
            name: SampleFile(name, load_json(text, name))
            for name, text in zip(files, samples, strict=True)
        }
    )
    return Reference(operations=(operation,), disk=disk)


def find(reference: Reference) -> Iterator[Problem]:
    comparisons = list(compare(reference))
    for rule in SAMPLE_RULES:
        yield from rule(comparisons)


def told(reference: Reference) -> set[str]:
    """Findings as ``rule name``, the name being the first that the message quotes after it."""
    found = set()
    for problem in find(reference):
        words = problem.message.split("'")
        name = words[3] if problem.message.count("' lacks '") else words[1] if words[1:] else ""
        found.add(f"{problem.kind.label} {name}")
    return found


@pytest.mark.parametrize(
    ("table", "sample", "expected"),
    [
        # What agrees.
        ("server object\nid uuid", '{"server": {"id": "x"}}', set()),
        ("servers array\nid uuid", '{"servers": [{"id": "x"}, {"id": "y"}]}', set()),
        ("server object\nserver.id uuid", '{"server": {"id": "x"}}', set()),
        ("server object\nnets array\nnets.id uuid", '{"server": {"nets": [{"id": "x"}]}}', set()),
        ("server object\nnets array\nnets[].id uuid", '{"server": {"nets": [{"id": "x"}]}}', set()),
        ("OS-DCF:diskConfig string", '{"OS-DCF:diskConfig": "AUTO"}', set()),
        ("a.b string", '{"a.b": "a dot in a key"}', set()),
        # A key that no row names.
        (
            "server object\nid uuid",
            '{"server": {"id": "x", "odd": 1}}',
            {"undocumented-key server.odd"},
        ),
        ("id uuid", '{"server": {"id": "x"}}', {"undocumented-key server"}),
        ("is-up boolean", '{"is_up": true}', {"undocumented-key is_up"}),
        # What nobody spelled out is nobody's fault.
        (
            "server object\nid uuid\nmetadata object",
            '{"server": {"id": "x", "metadata": {"a": "b"}}}',
            set(),
        ),
        (
            "server object\nid uuid\nlinks array",
            '{"server": {"id": "x", "links": [{"rel": "self"}]}}',
            set(),
        ),
        (
            "server object\nid uuid\nimage object",
            '{"server": {"id": "x", "image": {"id": "y", "rel": 1}}}',
            set(),
        ),
        ("config_drive string", '{"cpu0": 1, "cpu1": 2, "vda": 3, "vdb": 4}', set()),
        # Keys that users choose.
        ("addresses object\naddr string", '{"addresses": {"private": [{"addr": "x"}]}}', set()),
        (
            "quotas object\nvolumes_{type} integer\nid uuid",
            '{"quotas": {"id": "x", "volumes_lvm": 1}}',
            set(),
        ),
        ("extra_specs object\nkey string\nvalue string", '{"extra_specs": {"hw:cpu": "1"}}', set()),
        (
            "flavor object\nid uuid\nspecs object\nspecs.key string\nspecs.value string",
            '{"flavor": {"id": "x", "specs": {"hw:cpu": "1"}}}',
            set(),
        ),
        ("key string\nvalue string", '{"metadata": {"a": "b"}}', {"undocumented-key metadata"}),
        # A type.
        (
            "server object\nmin_count integer",
            '{"server": {"min_count": "2"}}',
            {"contradicting-type server.min_count"},
        ),
        (
            "server object\nup boolean",
            '{"server": {"up": "True"}}',
            {"contradicting-type server.up"},
        ),
        ("servers object", '{"servers": []}', {"contradicting-type servers"}),
        ("size integer", '{"size": 1.5}', {"contradicting-type size"}),
        ("size float", '{"size": 1}', set()),
        ("name string", '{"name": null}', set()),
        ("start none", '{"start": null}', set()),
        ("start none", '{"start": ""}', set()),
        ("start none", '{"start": {"at": 1}}', {"contradicting-type start"}),
        ("nets string_or_array", '{"nets": "auto"}', set()),
        ("nets list_of_lists", '{"nets": [[1]]}', set()),
        ("when ISO8601", '{"when": 3}', set()),
        # A name that stands at two depths is the one whose type fits.
        ("version string\nid string", '{"version": {"id": "v2", "version": "2.1"}}', set()),
        (
            "server object\nid string\nfault object",
            '{"server": {"id": "x", "fault": {"id": 3}}}',
            set(),
        ),
        # A depth.
        (
            "server object\nnets array\nnets.uuid uuid",
            '{"server": {"nets": [], "uuid": "x"}}',
            {"misplaced-key uuid"},
        ),
    ],
)
def test_a_table_and_a_sample(table: str, sample: str, expected: set[str]) -> None:
    assert told(reference(table, sample)) == expected


@pytest.mark.parametrize(
    ("table", "sample", "expected"),
    [
        ("server object\nid uuid\nname string required", '{"server": {"id": "x"}}', {"name"}),
        ("server object\nid uuid\nname string", '{"server": {"id": "x"}}', set()),
        ("name string required", '{"id": "x"}', {"name"}),
        ("servers array\nid uuid\nname string required", '{"servers": [{"id": "x"}]}', {"name"}),
        # In one of two it is enough: the other one may have none.
        (
            "servers array\nid uuid\nname string required",
            '{"servers": [{"id": "x"}, {"name": "y"}]}',
            set(),
        ),
        # Of an empty or absent object nothing is required.
        ("servers array\nid uuid required", '{"servers": []}', set()),
        (
            "server object\nid uuid\nfault object\nfault.code integer required",
            '{"server": {"id": "x"}}',
            set(),
        ),
        (
            "server object\nid uuid\nfault object\ncode integer required",
            '{"server": {"id": "x"}}',
            set(),
        ),
        (
            "server object\nid uuid\nfault object\nmessage string\nfault.code integer required",
            '{"server": {"id": "x", "fault": {"message": "m"}}}',
            {"code"},
        ),
        # A map of keys that users choose, and what belongs to it.
        ("metadata object\nid uuid required", '{"metadata": {"a": "b"}}', set()),
        (
            "extra_specs object\nkey string required\nvalue string required",
            '{"extra_specs": {"a": "b"}}',
            set(),
        ),
        (
            "quotas object\nid uuid\nvolumes_{type} integer required",
            '{"quotas": {"id": "x"}}',
            set(),
        ),
        # What is not in the body.
        ("id uuid\nserver_id uuid required in=path", '{"id": "x"}', set()),
    ],
)
def test_required_keys(table: str, sample: str, expected: set[str]) -> None:
    assert told(reference(table, sample)) - told_without_requirement(table, sample) == {
        f"missing-key {name}" for name in expected
    }


def told_without_requirement(table: str, sample: str) -> set[str]:
    return told(reference(table.replace(" required", ""), sample))


def test_a_row_named_after_a_placeholder_is_demanded_of_no_body() -> None:
    table = "lock none\nserver_id uuid required"
    assert told(reference(table, '{"lock": null}', path="/servers/{server_id}/action")) == set()


def test_another_sample_tells_where_a_key_belongs() -> None:
    table = "server object\nid uuid\nscheduler array\nname string required"
    assert told(reference(table, '{"server": {"id": "x"}}')) == set()
    with_name = '{"server": {"id": "x", "name": "n"}}'
    (problem,) = find(reference(table, '{"server": {"id": "x"}}', with_name))
    assert problem.place == Place("s0.json", 1, 12)
    assert (
        problem.message
        == "'server' lacks 'name', which the response table of GET /servers requires"
    )
    assert "'name_key'" in problem.suggestion


def test_an_excerpt_is_told_once() -> None:
    table = "server object\nid uuid required\n" + "\n".join(
        f"k{n} string required" for n in range(5)
    )
    (problem,) = find(reference(table, '{"server": {"id": "x"}}'))
    assert "lacks 5 of the 6 keys" in problem.message
    assert "k0, k1, k2, k3, k4" in problem.suggestion


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("servers/v2.9/show.json", {"undocumented-key server.tags"}),
        ("servers/v2.26/show.json", set()),
        ("servers/v2.100/show.json", {"undocumented-key server.tags"}),
        ("servers/show.json", set()),
        ("v2/servers/show.json", set()),
        ("show-2.9.json", {"undocumented-key server.tags"}),
    ],
)
def test_rows_hold_in_their_versions(name: str, expected: set[str]) -> None:
    table = "server object\nid uuid\ntags array 2.26..2.99"
    sample = '{"server": {"id": "x", "tags": []}}'
    assert told(reference(table, sample, names=(name,))) == expected


def test_a_required_row_of_some_versions_is_demanded_in_those() -> None:
    table = "server object\nid uuid\nlocked boolean required 2.9.."
    sample = '{"server": {"id": "x"}}'
    assert told(reference(table, sample, names=("v2.9/s.json",))) == {"missing-key locked"}
    assert told(reference(table, sample, names=("v2.8/s.json",))) == set()
    assert told(reference(table, sample)) == set()


def test_the_habit_of_leaving_out_the_envelope_is_no_fault() -> None:
    sample = '{"server": {"id": "x"}}'
    few, many = [sample] * HABIT_LIMIT, [sample] * (HABIT_LIMIT + 1)
    assert told(reference("id uuid", *few)) == {"undocumented-key server"}
    assert told(reference("id uuid", *many)) == set()


@pytest.mark.parametrize(
    ("path", "sample", "expected"),
    [
        ("/types/{id}/extra_specs/{key}", '{"key1": "value1"}', set()),
        ("/types/{id}/extra_specs", '{"key1": "value1"}', {"undocumented-key key1"}),
        (
            "/types/{id}/extra_specs/{key}",
            '{"a": "1", "b": "2"}',
            {"undocumented-key a", "undocumented-key b"},
        ),
    ],
)
def test_one_pair_below_a_placeholder_is_chosen_by_users(
    path: str, sample: str, expected: set[str]
) -> None:
    assert told(reference("id uuid in=path", sample, path=path)) == expected


def test_a_json_patch_speaks_the_words_of_its_standard() -> None:
    patch = '[{"op": "replace", "path": "/name", "value": "x"}]'
    assert told(reference("image_id uuid in=path", patch, role=Role.REQUEST)) == set()


def test_a_misfiled_row_of_a_response_names_its_key() -> None:
    assert (
        told(
            reference(
                "groups array\nid uuid in=path\nname string",
                '{"groups": [{"id": "x", "name": "n"}]}',
            )
        )
        == set()
    )


def test_a_finding_says_where_and_what_to_write() -> None:
    sample = '{\n  "is_up": true\n}'
    (problem,) = find(reference("is-up boolean", sample, role=Role.REQUEST))
    assert problem.place == Place("s0.json", 2, 3)
    assert problem.related == (Place("a.inc", 20),)
    assert problem.message == "'is_up' has no row in the request table of GET /servers"
    assert "'is-up'" in problem.suggestion


def test_a_sample_without_a_table_is_not_judged() -> None:
    assert told(reference("", '{"server": 1}')) == set()


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a" 1}', 1, 6),
        ('{\n  "a": 01\n}', 2, 9),
        ("{'a': 1}", 1, 2),
        ('{"a": NaN}', 1, 7),
        ("", 1, 1),
    ],
)
def test_a_sample_that_is_not_json(tmp_path: object, text: str, line: int, column: int) -> None:
    path = f"{tmp_path}/s.json"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    disk = Disk({path: load_sample(path, "json")})
    (problem,) = malformed_samples(Reference(disk=disk))
    assert (problem.place.line, problem.place.column) == (line, column)


def test_files_that_need_not_be_json(tmp_path: object) -> None:
    for name, text in (("curl", "curl -X GET"), ("a.xml", "<a/>"), ("a.txt", "{no json")):
        path = f"{tmp_path}/{name}"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        assert load_sample(path, "javascript") == SampleFile(path)


def test_unused_samples() -> None:
    (problem,) = unused_samples(Reference(disk=Disk(unused_samples=("old.json",))))
    assert problem.place.path == "old.json"


def described(table: str, text: str, sample: str, **given: Any) -> Reference:
    """As ``reference``, where the last row's definition has a description."""
    made = reference(table, sample, **given)
    (operation,) = made.operations
    *others, last = operation.parameters
    assert last.definition is not None
    definition = replace(last.definition, description=Text(text, "parameters.yaml", (1,)))
    uses = (*others, replace(last, definition=definition))
    return replace(made, operations=(replace(operation, parameters=uses),))


@pytest.mark.parametrize(
    ("type_", "text", "value", "is_told"),
    [
        ("array", "A list, or ``none``.", '"none"', False),
        ("array", 'Write "none" for none.', '"none"', False),
        ("array", "A list, or ``none``.", '"auto"', True),
        ("string", "A string, or a\nnumber.", "7", False),
        ("string", "A string, or a number.", "[]", True),
        ("boolean", "``True`` or ``False``.", '"True"', True),
        ("boolean", 'Write "True".', '"True"', False),
        ("integer", "How many, or ``all``.", '"all"', True),
    ],
)
def test_a_text_may_admit_other_values(type_: str, text: str, value: str, is_told: bool) -> None:
    made = described(f"id uuid\nsize {type_}", text, f'{{"id": "x", "size": {value}}}')
    assert told(made) == ({"contradicting-type size"} if is_told else set())


def test_a_requirement_for_some_is_told_once_at_its_definition() -> None:
    table = "server object\nid uuid\nhost string required"
    text = "The host. Only administrators see it."
    one = described(table, text, '{"server": {"id": "x"}}')
    (operation,) = one.operations
    both = replace(one, operations=(operation, replace(operation, title="Another")))
    (problem,) = find(both)
    assert (problem.kind, problem.place) == (
        ProblemKind.CONDITIONAL_REQUIREMENT,
        Place("parameters.yaml", 1, 1),
    )
    assert problem.suggestion == "write required: false"


def test_a_text_names_another_key_for_the_same() -> None:
    text = "Hints. Alternatively, write ``OS-SCH-HNT:hints`` as the key."
    sample = '{"id": "x", "OS-SCH-HNT:hints": {"group": "y"}}'
    assert told(described("id uuid\nos:hints object", text, sample)) == set()
    assert told(described("id uuid\nos:hints object", "Hints.", sample)) == {
        "undocumented-key OS-SCH-HNT:hints"
    }


def test_a_table_of_additional_rows_is_no_whole_table() -> None:
    made = reference("size integer", '{"size": "1", "name": "n"}')
    (operation,) = made.operations
    uses = tuple(replace(use, heading="Additional Parameters") for use in operation.parameters)
    partial = replace(made, operations=(replace(operation, parameters=uses),))
    assert told(made) == {"undocumented-key name", "contradicting-type size"}
    assert told(partial) == {"contradicting-type size"}


def test_a_sample_that_says_it_is_partial_lacks_nothing() -> None:
    made = reference("id uuid\nname string required", '{"id": "x"}')
    (operation,) = made.operations
    (sample,) = operation.samples
    for text, expected in (
        ("These servers are shown with missing keys.", set()),
        ("These are all servers.", {"missing-key name"}),
    ):
        shown = replace(operation, samples=(replace(sample, introduction=text),))
        assert told(replace(made, operations=(shown,))) == expected


def test_operations_inside_each_other_are_not_judged() -> None:
    made = reference("id uuid", '{"odd": 1}')
    (outer,) = made.operations
    inner = replace(outer, anchor="inner", inside=outer.anchor)
    assert told(made) == {"undocumented-key odd"}
    assert told(replace(made, operations=(outer, inner))) == set()


def test_a_row_of_a_path_that_has_it_not_names_a_key_of_the_request() -> None:
    table = "volume object\nname string\nvolume_type uuid in=path"
    sample = '{"volume": {"name": "n", "volume_type": "t"}}'
    assert told(reference(table, sample, role=Role.REQUEST)) == set()
    there = reference(table, sample, role=Role.REQUEST, path="/types/{volume_type}/volumes")
    assert told(there) == {"undocumented-key volume.volume_type"}


@pytest.mark.parametrize(
    ("label", "version"),
    [
        ("Example Show Server (2.80)", "2.80"),
        ("Example Show Server (v2.80)", "2.80"),
        ("Example Show Server v2.80: JSON", "2.80"),
        ("Example Show Server 10.5 GB", None),
    ],
)
def test_a_label_says_the_version(label: str, version: str | None) -> None:
    found = version_of(Sample("s.json", "json", Place("a.inc", 1), label=label))
    assert found == (Microversion.parse(version) if version else None)
