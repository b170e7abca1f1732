# SPDX-License-Identifier: Apache-2.0
"""Which lines changed since a git revision, and which links stand on them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from os_apiref.links.link import Link
from os_apiref.links.since import EVERY_LINE, RevisionError, changed_lines, touches
from os_apiref.problems import Place

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Run git in a repository of its own, whatever this machine's configuration says."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(*arguments: str) -> str:
        author = ("-c", "user.name=a", "-c", "user.email=a@e.org", "-c", "commit.gpgsign=false")
        command = ["git", *author, "-C", str(tmp_path), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    run("init", "-q", "-b", "main")
    return run


def commit(git: Git, folder: Path, files: dict[str, str | bytes]) -> None:
    put(folder, files)
    git("add", "-A")
    git("commit", "-qm", "x", "--allow-empty")


def put(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def changed_in(folder: Path, revision: str = "HEAD", start: str = ".") -> dict[str, list[int]]:
    """Return the changed lines by name; every line is [0]."""
    found = changed_lines(folder / start, revision)
    root = os.path.realpath(folder)
    return {
        os.path.relpath(path, root): [0] if lines == EVERY_LINE else sorted(lines)
        for path, lines in found.items()
    }


LINES = "one\ntwo\nthree\nfour\n"

CHANGES: list[tuple[str, str, list[int]]] = [
    ("nothing", LINES, []),
    ("one line", "one\nTWO\nthree\nfour\n", [2]),
    ("lines put in", "one\na\nb\ntwo\nthree\nfour\n", [2, 3]),
    ("lines taken away", "one\nfour\n", []),
    ("two places", "ONE\ntwo\nthree\nFOUR\n", [1, 4]),
    ("the line end of the last", "one\ntwo\nthree\nfour", [4]),
    ("what looks like a diff", "one\n++ b/other\n-- a\n@@ -1 +9 @@\nfour\n", [2, 3, 4]),
    ("all", "x\n", [1]),
]


@pytest.mark.parametrize(
    ("after", "lines"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_changed_lines_of_a_file(git: Git, tmp_path: Path, after: str, lines: list[int]) -> None:
    commit(git, tmp_path, {"a.rst": LINES})
    put(tmp_path, {"a.rst": after})
    assert changed_in(tmp_path) == ({"a.rst": lines} if lines else {})


NAMES = ["a b.rst", 'a"b.rst', "é.rst", "a\tb.rst", "a\nb.rst", "a\\b.rst", "-x.rst", "sub/b/a.rst"]


@pytest.mark.parametrize("name", NAMES)
def test_files_of_unusual_names(git: Git, tmp_path: Path, name: str) -> None:
    commit(git, tmp_path, {name: LINES})
    put(tmp_path, {name: f"{LINES}five\n", f"new {name}": "x"})
    assert changed_in(tmp_path) == {name: [5], f"new {name}": [0]}


def test_a_file_whose_name_is_not_utf_8(git: Git, tmp_path: Path) -> None:
    name = os.fsdecode(b"a\xff.rst")
    commit(git, tmp_path, {name: LINES})
    put(tmp_path, {name: f"{LINES}five\n"})
    assert changed_in(tmp_path) == {name: [5]}


def test_a_renamed_file_has_only_the_lines_that_changed(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, {"a.rst": LINES * 9})
    git("mv", "a.rst", "b.rst")
    put(tmp_path, {"b.rst": LINES * 9 + "new\n"})
    assert changed_in(tmp_path) == {"b.rst": [37]}


def test_lines_of_several_commits_count_and_those_not_committed(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, {"a.rst": LINES, "b.rst": LINES})
    git("tag", "start")
    commit(git, tmp_path, {"a.rst": f"zero\n{LINES}"})
    put(tmp_path, {"b.rst": f"{LINES}five\n"})
    git("add", "b.rst")
    assert changed_in(tmp_path, "start") == {"a.rst": [1], "b.rst": [5]}


def test_what_the_other_branch_got_meanwhile_is_no_change(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, {"a.rst": LINES, "b.rst": LINES})
    git("checkout", "-qb", "topic")
    commit(git, tmp_path, {"b.rst": f"{LINES}five\n"})
    git("checkout", "-q", "main")
    commit(git, tmp_path, {"a.rst": "one\ntwo\n"})
    git("checkout", "-q", "topic")
    assert changed_in(tmp_path, "main") == {"b.rst": [5]}


def test_a_file_that_git_ignores_is_not_new(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, {".gitignore": "*.log\n"})
    put(tmp_path, {"a.log": "x", "b.rst": "x"})
    assert changed_in(tmp_path) == {"b.rst": [0]}


def test_a_deleted_file_and_a_binary_one_are_no_trouble(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, {"a.rst": LINES, "b.png": b"\x89PNG\0\r\n+++ b/x\n", "c.rst": LINES})
    (tmp_path / "a.rst").unlink()
    put(tmp_path, {"b.png": b"\0\n@@ -1 +1 @@\n\xff", "c.rst": f"zero\n{LINES}"})
    assert changed_in(tmp_path) == {"b.png": [1, 2, 3], "c.rst": [1]}


HOSTILE = {
    "diff.noprefix": "true",
    "diff.mnemonicPrefix": "true",
    "diff.external": "false",
    "diff.relative": "true",
    "diff.context": "9",
    "diff.interHunkContext": "9",
    "color.ui": "always",
    "core.quotePath": "false",
}


@pytest.mark.parametrize(("name", "value"), HOSTILE.items())
def test_no_configuration_changes_the_answer(
    git: Git, tmp_path: Path, name: str, value: str
) -> None:
    commit(git, tmp_path, {"sub/é.rst": LINES, "other.rst": LINES})
    git("config", name, value)
    put(tmp_path, {"sub/é.rst": "ONE\ntwo\nthree\nFOUR\n", "other.rst": f"{LINES}x\n"})
    expected = {"sub/é.rst": [1, 4], "other.rst": [5]}
    assert changed_in(tmp_path, start="sub") == expected


def test_an_attribute_hides_no_change(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, {".gitattributes": "*.rst -diff\n", "a.rst": LINES})
    put(tmp_path, {"a.rst": f"{LINES}five\n"})
    assert changed_in(tmp_path) == {"a.rst": [5]}


REFUSED = [
    ("none", "git knows no revision 'none'"),
    ("", "'' is no revision"),
    ("--output=stolen", "'--output=stolen' is no revision"),
    ("-p", "'-p' is no revision"),
    ("HEAD:a.rst", "git knows no revision 'HEAD:a.rst'"),
    ("HEAD; touch stolen", "git knows no revision 'HEAD; touch stolen'"),
    ("HEAD\0", "'HEAD\0' is no revision"),
]


@pytest.mark.parametrize(("revision", "words"), REFUSED)
def test_what_is_no_revision_is_refused(
    git: Git, tmp_path: Path, revision: str, words: str
) -> None:
    commit(git, tmp_path, {"a.rst": LINES})
    with pytest.raises(RevisionError) as error:
        changed_lines(tmp_path, revision)
    assert str(error.value).startswith(words)
    assert not (tmp_path / "stolen").exists()


def test_a_folder_outside_of_any_repository_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RevisionError, match="is it a git repository"):
        changed_lines(tmp_path, "HEAD")


def test_without_git_nobody_can_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError, match="there is no program git"):
        changed_lines(tmp_path, "HEAD")


TOUCHED = [
    (Place("a.rst", 2, 1), "u", True),
    (Place("a.rst", 1, 1), "u", False),
    (Place("a.rst", 1, 1), "u\n  v", True),
    (Place("a.rst"), "", True),
    (Place("b.rst", 2), "u", False),
    (Place("b.rst"), "", False),
    (Place(""), "", False),
]


@pytest.mark.parametrize(("place", "written", "expected"), TOUCHED)
def test_a_link_is_touched_by_its_lines(place: Place, written: str, expected: bool) -> None:
    changed = {os.path.realpath("a.rst"): {2}}
    assert touches(Link("u", place, "", written), changed) is expected


def test_a_link_in_a_new_file_is_touched(tmp_path: Path) -> None:
    (tmp_path / "real.rst").write_text("x")
    (tmp_path / "link.rst").symlink_to("real.rst")
    changed = {os.path.realpath(tmp_path / "real.rst"): EVERY_LINE}
    assert touches(Link("u", Place(str(tmp_path / "link.rst"), 7, 1)), changed)
