# SPDX-License-Identifier: Apache-2.0
"""Imports go down only, and modules hold no state."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import os_apiref

PACKAGE = Path(os_apiref.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    {"cli"},
    {"sphinxext"},
    {"reports"},
    {"checks", "export", "fixes", "links", "render", "snippets"},
    {"labels"},
    {"load"},
    {"model"},
    {"problems"},
    {"kinds"},
)
"""From the top; what shares a layer imports nothing of each other."""

LEAVES = {"atomic", "jsontext", "markdowntext", "options", "words"}
"""What any part may import, and what imports no part."""

ENTRIES = {"__init__", "__main__"}
"""What only hands over, to the part that is named."""


def part_of(module: str) -> str:
    """Return the part of the package that a dotted module name belongs to."""
    names = module.split(".")
    return names[1] if len(names) > 1 else "__init__"


def name_of(path: Path) -> str:
    return ".".join(("os_apiref", *path.relative_to(PACKAGE).with_suffix("").parts))


def imports_of(path: Path, *, at_runtime: bool = False) -> Iterator[str]:
    """Yield the dotted name of everything that a module imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if at_runtime:
        tree.body = [node for node in tree.body if not is_type_checking(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module is not None
            if node.module == "os_apiref":
                yield from (f"os_apiref.{alias.name}" for alias in node.names)
            else:
                yield node.module


def is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def level_of(part: str) -> int:
    (level,) = (number for number, layer in enumerate(LAYERS) if part in layer)
    return level


def parts() -> set[str]:
    return {part_of(name_of(path)) for path in MODULES} - ENTRIES


def test_every_part_has_a_layer() -> None:
    assert parts() <= set().union(*LAYERS) | LEAVES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    part = part_of(name_of(path))
    imported = {part_of(name) for name in imports_of(path) if name.startswith("os_apiref.")}
    # The version is everybody's: a name in the package, no module of it.
    imported -= {part, "__version__"} | ENTRIES
    if part in LEAVES:
        assert imported == set()
    elif part not in ENTRIES:
        assert {one for one in imported - LEAVES if level_of(one) <= level_of(part)} == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_extension_knows_sphinx_and_docutils(path: Path) -> None:
    imported = {name.partition(".")[0] for name in imports_of(path, at_runtime=True)}
    if part_of(name_of(path)) != "sphinxext":
        assert imported.isdisjoint({"sphinx", "docutils", "sphinx_autobuild"})


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_one_module_of_the_link_check_opens_sockets(path: Path) -> None:
    imported = {name.partition(".")[0] for name in imports_of(path, at_runtime=True)}
    if name_of(path) not in ("os_apiref.links.connections", "os_apiref.sphinxext.preview"):
        assert imported.isdisjoint({"socket", "aiohttp", "httpx", "requests"})
        assert "open_connection" not in path.read_text(encoding="utf-8")


MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MAKERS = {"list", "dict", "set", "bytearray", "defaultdict", "Counter", "deque", "OrderedDict"}


def module_values(path: Path) -> Iterator[tuple[str, ast.expr]]:
    """Yield the name and value of everything that a module assigns."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            yield ast.unparse(node.targets[0]), node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            yield ast.unparse(node.target), node.value


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_holds_state(path: Path) -> None:
    """A constant may be a table, in capitals; nothing may be filled later or rebound."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
    for name, value in module_values(path):
        made = isinstance(value, ast.Call) and ast.unparse(value.func) in MAKERS
        assert not made, f"{name} is made empty, to be filled"
        if isinstance(value, MUTABLE):
            assert name.isupper() or name.startswith("__"), f"{name} is no constant"
            assert ast.unparse(value) not in ("[]", "{}"), f"{name} is empty, to be filled"
            for change in ("[", ".append(", ".update(", ".add(", ".setdefault(", ".clear("):
                changed = f"\n{name}{change}" if change == "[" else f"{name}{change}"
                assert changed not in text, f"{name} is changed"
