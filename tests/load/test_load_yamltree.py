# SPDX-License-Identifier: Apache-2.0
"""YAML as a tree of places."""

from __future__ import annotations

import time

import pytest
import yaml

from os_apiref.kinds import ProblemKind
from os_apiref.load import yamltree
from os_apiref.load.yamlmerge import entries
from os_apiref.load.yamlparts import parse_parts
from os_apiref.load.yamltree import Mapping, Node, Scalar, Sequence
from os_apiref.problems import Problem


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every test holds for PyYAML with libyaml and without."""
    name: str = request.param
    if name == "pure":
        monkeypatch.setattr(yamltree, "_Parser", yaml.SafeLoader)
    return name


def plain(node: Node) -> object:
    """Return a tree as lists, tuples of pairs and text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(one) for one in node.items]
    return tuple((plain(key), plain(value)) for key, value in node.pairs)


def parse(text: str, first_line: int = 1) -> tuple[list[object], list[tuple[int, int, str]]]:
    """Return the trees of a text, and line, column and kind of each problem."""
    problems: list[Problem] = []
    trees = parse_parts(text, "p.yaml", problems.append, first_line=first_line)
    found = [(one.place.line, one.place.column, one.kind.label) for one in problems]
    return [plain(tree) for tree in trees], found


def merged(text: str) -> tuple[dict[str, object], list[Problem]]:
    """Return the entries of the mapping under ``it``, after merges."""
    problems: list[Problem] = []
    (tree,) = parse_parts(text, "p.yaml", problems.append)
    assert isinstance(tree, Mapping)
    it = next(value for key, value in tree.pairs if isinstance(key, Scalar) and key.text == "it")
    assert isinstance(it, Mapping)
    return {key.text: plain(value) for key, value in entries(it, problems.append)}, problems


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a: b", [(("a", "b"),)]),
        ("- a: b\n- c", [[(("a", "b"),), "c"]]),
        ("- a : b", [[(("a", "b"),)]]),
        ("a: 2.10", [(("a", "2.10"),)]),
        ("a: &x {b: c}\nd: *x", [(("a", (("b", "c"),)), ("d", (("b", "c"),)))]),
        ("*args: x\n", []),
        ("'*args': foo_", [(("*args", "foo_"),)]),
        ("a: |\n  x\n  y\n", [(("a", "x\ny\n"),)]),
        ("a: >\n  x\n  y\n", [(("a", "x y\n"),)]),
        ("", []),
        ("# a comment\n", []),
        ("---\n", []),
        ("~", []),
    ],
)
def test_trees(text: str, tree: list[object]) -> None:
    assert parse(text)[0] == tree


def test_places() -> None:
    problems: list[Problem] = []
    (tree,) = parse_parts("a: b\n\n# c\nd:\n  - e\n", "p.yaml", problems.append, first_line=10)
    assert isinstance(tree, Mapping)
    (a, b), (d, items) = tree.pairs
    assert isinstance(items, Sequence)
    places = [str(node.place) for node in (a, b, d, items.items[0])]
    assert places == ["p.yaml:10:1", "p.yaml:10:4", "p.yaml:13:1", "p.yaml:14:5"]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "is_null", "boolean"),
    [
        ("~", True, None),
        ("null", True, None),
        ("''", False, None),
        ("'null'", False, None),
        ("true", False, True),
        ("Yes", False, True),
        ("off", False, False),
        ("'true'", False, None),
        ("tRue", False, None),
        ("1", False, None),
    ],
)
def test_what_yaml_1_1_reads_a_value_as(text: str, is_null: bool, boolean: bool | None) -> None:
    (tree,) = parse_parts(f"- {text}", "p.yaml", pytest.fail)
    assert isinstance(tree, Sequence)
    (value,) = tree.items
    assert isinstance(value, Scalar)
    assert (value.is_null, value.boolean) == (is_null, boolean)


@pytest.mark.parametrize(
    ("text", "tree", "problems"),
    [
        pytest.param(
            "a: 1\nb: x: y\nc: 3\n",
            [(("a", "1"),), (("c", "3"),)],
            [(2, 5, "malformed-yaml")],
            id="an entry",
        ),
        pytest.param(
            "- a: 1\n- b: ]\n- c: 3\n",
            [[(("a", "1"),)], [(("c", "3"),)]],
            [(2, 6, "malformed-yaml")],
            id="an item",
        ),
        pytest.param(
            "a:\n  b: 1\n  c: x: y\n  d: 3\n",
            [(("a", (("b", "1"), ("d", "3"))),)],
            [(3, 7, "malformed-yaml")],
            id="a field",
        ),
        pytest.param(
            "a: &x {f: 1}\nb: ]\nc: *x\n",
            [(("a", (("f", "1"),)),), (("c", (("f", "1"),)),)],
            [(2, 4, "malformed-yaml")],
            id="anchors reach over it",
        ),
        pytest.param(
            "a: &x\n  f: 1\n  g: ]\nc: *x\n",
            [(("a", (("f", "1"),)),), (("c", (("f", "1"),)),)],
            [(3, 6, "malformed-yaml")],
            id="an anchor of a bad entry",
        ),
        pytest.param(
            "a: 'x\nb: 1\n", [(("b", "1"),)], [(1, 4, "malformed-yaml")], id="an open quote"
        ),
        pytest.param("a: 1\n\tb: 2\n", [], [(2, 1, "malformed-yaml")], id="a tab"),
        pytest.param(
            "a: *b\nc: 1\n", [(("c", "1"),)], [(1, 4, "malformed-yaml")], id="an alias of nothing"
        ),
        pytest.param(
            "a: &a [*a]\nc: 1\n", [(("c", "1"),)], [(1, 8, "malformed-yaml")], id="a cycle"
        ),
        pytest.param(
            "a: 1\n---\nb: 2\n",
            [(("a", "1"),), (("b", "2"),)],
            [(2, 1, "malformed-yaml")],
            id="a second document",
        ),
        pytest.param(
            "a: !!python/name:os.system x\n",
            [(("a", "x"),)],
            [(1, 4, "malformed-yaml")],
            id="a tag that would run code",
        ),
        pytest.param(
            "a: !mine x\n", [(("a", "x"),)], [(1, 4, "malformed-yaml")], id="an unknown tag"
        ),
        pytest.param("a: !!str 2.10\n", [(("a", "2.10"),)], [], id="a known tag"),
        pytest.param("a: ! x\n", [(("a", "x"),)], [], id="no tag"),
        pytest.param(
            "a: x\0y\x1b\nb: 1\n",
            [(("a", "x\ufffdy\ufffd"), ("b", "1"))],
            [(1, 5, "malformed-yaml")],
            id="control characters",
        ),
        pytest.param(
            "a: \ud800\n", [(("a", "\ufffd"),)], [(1, 4, "malformed-yaml")], id="a surrogate"
        ),
    ],
)
def test_a_fault_loses_nothing_beside_it(
    text: str, tree: list[object], problems: list[tuple[int, int, str]]
) -> None:
    assert parse(text) == (tree, problems)


def test_a_merged_mapping_is_what_it_is_by_itself() -> None:
    """Its own keys hold over those that it merges (https://yaml.org/type/merge.html).

    PyYAML 6.0.4 takes those of the merged one where the mapping is merged in its turn.
    """
    text = "x: &x {a: 1}\ny: &y {<<: *x, a: 2}\nit:\n  <<: *y\n"
    assert merged(text)[0] == {"a": "2"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: &x {a: 1, b: 2}\nit:\n  <<: *x\n  b: 3\n", {"a": "1", "b": "3"}),
        ("x: &x {a: 1, b: 2}\nit:\n  b: 3\n  <<: *x\n", {"a": "1", "b": "3"}),
        ("x: &x {a: 1}\ny: &y {a: 2, b: 2}\nit:\n  <<: [*x, *y]\n", {"a": "1", "b": "2"}),
        ("x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nit:\n  <<: *y\n", {"a": "1", "b": "2"}),
        ("it:\n  <<: {a: 1}\n", {"a": "1"}),
        ("it:\n  '<<': a\n", {"<<": "a"}),
        ("it: {a: 1, a: 2}\n", {"a": "2"}),
    ],
)
def test_merges_are_what_pyyaml_makes_of_them(text: str, expected: dict[str, str]) -> None:
    assert merged(text)[0] == expected
    assert yaml.load(text, yaml.BaseLoader)["it"] == expected or yaml.safe_load(text)["it"] == {
        key: int(value) for key, value in expected.items()
    }


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("it:\n  a: 1\n  a: 2\n", ProblemKind.DUPLICATE_KEY, "p.yaml:3:3"),
        ("it:\n  <<: words\n", ProblemKind.MALFORMED_YAML, "p.yaml:2:7"),
        ("it:\n  <<: [words]\n", ProblemKind.MALFORMED_YAML, "p.yaml:2:8"),
        ("it:\n  [a, b]: c\n", ProblemKind.MALFORMED_YAML, "p.yaml:2:3"),
        ("it:\n  {a: b}: c\n", ProblemKind.MALFORMED_YAML, "p.yaml:2:3"),
    ],
)
def test_faults_of_mappings(text: str, kind: ProblemKind, place: str) -> None:
    (problem,) = merged(text)[1]
    assert (problem.kind, str(problem.place)) == (kind, place)


def test_a_key_may_hide_a_merged_one_in_silence() -> None:
    assert merged("x: &x {a: 1}\nit:\n  <<: *x\n  a: 2\n")[1] == []


BOMB = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
)
HOSTILE = {
    "open brackets": "[" * 100_000,
    "brackets": "a: " + "[" * 50_000 + "]" * 50_000,
    "braces": "{a: " * 50_000,
    "dashes": "- " * 50_000,
    "question marks": "? " * 50_000,
    "deep indents": "\n".join(" " * depth + "a:" for depth in range(500)),
    "an alias bomb": BOMB,
    "a bomb of merges": "a0: &a0 {x: 1}\n"
    + "".join(f"a{n}:  &a{n}\n  <<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
    "a chain of merges": "a0: &a0 {x: 1}\n"
    + "".join(f"a{n}: &a{n}\n  <<: *a{n - 1}\n  f{n}: 1\n" for n in range(1, 2_000)),
    "a huge value": "a: " + "x" * 1_000_000,
    "a huge key": '"' + "x" * 100_000 + '": a',
    "errors only": "]\n" * 5_000,
    "documents only": "--- a\n" * 5_000,
    "one key": "a:\n" * 5_000,
    "control characters": "\x01\n" * 50_000,
    "tabs": "\t" * 100_000,
    "an open quote": 'a: "' + "x\n" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_soon_and_in_problems(text: str) -> None:
    problems: list[Problem] = []
    start = time.process_time()
    for tree in parse_parts(text, "p.yaml", problems.append):
        if isinstance(tree, Mapping):
            for _, value in entries(tree, problems.append):
                if isinstance(value, Mapping):
                    list(entries(value, problems.append))
    assert time.process_time() - start < 10
    assert all(problem.place.line for problem in problems)
    assert len(problems) < 6_000
    assert problems or text == HOSTILE["a huge value"]


def test_a_text_of_too_many_values_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamltree, "VALUE_LIMIT", 10)
    trees, problems = parse("- a\n" * 50)
    assert trees == [["a"] * 10]
    assert problems == [(11, 3, "malformed-yaml")]
