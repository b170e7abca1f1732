# SPDX-License-Identifier: Apache-2.0
"""Plans of repairs: what is in them, as a diff, and written."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from os_apiref.fixes.plan import Change, Failure, Plan, diff, plan_fixes, plan_format, write
from os_apiref.kinds import ProblemKind
from os_apiref.load.files import SIZE_LIMIT
from os_apiref.model.operation import Marker
from os_apiref.problems import Edit, Place, Problem

DISORDER = b"b:\n  tpye: x\n  in: body\na:\n  in: body\n"


def write_file(path: Path, content: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return str(path)


def misspelt(path: str, line: int = 2) -> Problem:
    place = Place(path, line, 3)
    edits = (Edit(place, "tpye", "type"),)
    return Problem.of(ProblemKind.UNKNOWN_FIELD, place, "misspelt", edits=edits)


def out_of_order(path: str) -> Problem:
    return Problem.of(ProblemKind.DEFINITION_ORDER, Place(path, 4, 1), "out of order")


def test_edits_come_first_then_the_order(tmp_path: Path) -> None:
    path = write_file(tmp_path / "p.yaml", DISORDER)
    plan = plan_fixes([out_of_order(path), misspelt(path)], [path])
    assert plan.changes[path].new == b"a:\n  in: body\nb:\n  type: x\n  in: body\n"
    assert (plan.refused, plan.failures) == ((), ())


def test_a_file_in_which_nobody_minds_the_order_keeps_it(tmp_path: Path) -> None:
    path = write_file(tmp_path / "p.yaml", DISORDER)
    plan = plan_fixes([misspelt(path)], [path])
    assert plan.changes[path].new == DISORDER.replace(b"tpye", b"type")


def test_edits_and_markers_of_one_file_do_not_shift_each_other(tmp_path: Path) -> None:
    path = write_file(tmp_path / "s.inc", b".. needs:a\n\nText.\n\n- tpye\n")
    edit = Edit(Place(path, 5, 3), "tpye", "type")
    problem = Problem.of(ProblemKind.WHITESPACE_IN_PATH, edit.place, "x", edits=(edit,))
    plan = plan_fixes([problem], [path], [Marker("a", Place(path, 1))])
    assert plan.changes[path].new == b"Text.\n\n- type\n"


def test_a_file_without_repair_is_in_no_plan(tmp_path: Path) -> None:
    path = write_file(tmp_path / "p.yaml", b"a:\n  in: body\n")
    assert plan_fixes([out_of_order(path)], [path]) == Plan()
    assert plan_format([path]) == Plan()


def test_edits_that_do_not_fit_are_told(tmp_path: Path) -> None:
    path = write_file(tmp_path / "p.yaml", b"a:\n  in: body\n")
    problem = misspelt(path)
    assert plan_fixes([problem], [path]) == Plan(refused=problem.edits)


def test_only_sources_change(tmp_path: Path) -> None:
    path = write_file(tmp_path / "p.yaml", DISORDER)
    other = write_file(tmp_path / "other.yaml", DISORDER)
    problem = misspelt(path)
    plan = plan_fixes([problem, out_of_order(path)], [other])
    assert plan == Plan(refused=problem.edits)


def test_one_file_under_two_names_is_repaired_once(tmp_path: Path) -> None:
    path = write_file(tmp_path / "shared" / "p.yaml", DISORDER)
    link = tmp_path / "source" / "p.yaml"
    link.parent.mkdir()
    link.symlink_to(path)
    plan = plan_fixes([misspelt(path), misspelt(str(link))], [path, str(link)])
    assert [change.new for change in plan.changes.values()] == [DISORDER.replace(b"tpye", b"type")]
    assert plan.refused == ()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = write_file(tmp_path / "shared" / "p.yaml", DISORDER)
    link = tmp_path / "p.yaml"
    link.symlink_to(path)
    plan = plan_format([str(link)])
    assert diff(plan, tmp_path).startswith("--- a/shared/p.yaml\n")
    assert write(plan) == []
    assert link.is_symlink()
    assert Path(path).read_bytes().startswith(b"a:")


def test_format_mends_layout_and_order(tmp_path: Path) -> None:
    path = write_file(tmp_path / "p.yaml", b"b: \n  in: body\n\n\n\n\na:\n  in: path")
    (change,) = plan_format([path]).changes.values()
    assert change.new == b"a:\n  in: path\n\n\nb:\n  in: body\n"


@pytest.mark.parametrize(
    "content", [b"b:\n  in: \xff\na: 1 \n", b"\xff\xfea\x00:\x00", b"", b"a: [ "]
)
def test_what_is_not_sound_is_not_formatted(tmp_path: Path, content: bytes) -> None:
    path = write_file(tmp_path / "p.yaml", content)
    assert plan_format([path]) == Plan()


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    large = write_file(tmp_path / "large.yaml", b" " * (SIZE_LIMIT + 1))
    paths = [str(tmp_path / "gone.yaml"), large, str(tmp_path)]
    failures = {Path(path).name: reason for path, reason in plan_format(paths).failures}
    assert failures == {
        "gone.yaml": "No such file or directory",
        "large.yaml": "it has more than 4 MiB",
        tmp_path.name: "it is not a file",
    }


def test_a_plan_is_written_with_the_rights_of_the_files(tmp_path: Path) -> None:
    path = write_file(tmp_path / "p.yaml", DISORDER)
    Path(path).chmod(0o640)
    assert write(plan_format([path])) == []
    assert Path(path).read_bytes().startswith(b"a:")
    assert Path(path).stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["p.yaml"]


def test_a_file_that_somebody_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = write_file(tmp_path / "p.yaml", DISORDER)
    other = write_file(tmp_path / "q.yaml", DISORDER)
    gone = write_file(tmp_path / "r.yaml", DISORDER)
    plan = plan_format([path, other, gone])
    write_file(Path(path), b"mine: now\n")
    Path(gone).unlink()
    assert write(plan) == [
        Failure(path, "it has changed since it was read; run this again"),
        Failure(gone, "No such file or directory"),
    ]
    assert Path(path).read_bytes() == b"mine: now\n"
    assert Path(other).read_bytes().startswith(b"a:")
    assert not Path(gone).exists()


CHANGES = {
    "a line": ("p.yaml", b"a\nb\nc\n", b"a\nB\nc\n"),
    "lines far apart": ("p.yaml", b"a\n" + b"x\n" * 40 + b"b\n", b"A\n" + b"x\n" * 40 + b"B\n"),
    "a folder": ("v2/deep/p.yaml", b"a\n", b"b\n"),
    "no line end before": ("p.yaml", b"a\nb", b"a\nb\n"),
    "no line end after": ("p.yaml", b"a\nb\n", b"a\nb"),
    "no line end at all": ("p.yaml", b"a\nb\nc", b"A\nb\nc"),
    "line ends of Windows": ("p.yaml", b"a\r\nb\r\n", b"a\r\nB\r\n"),
    "mixed line ends": ("p.yaml", b"a\r\nb\nc\rd\r\n", b"b\nc\rd\r\na\r\n"),
    "a byte order mark": ("p.yaml", b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"),
    "other bytes": ("p.yaml", b"\xff\na\x0c\x85\n", b"\xff\nb\x0c\x85\n"),
    "separators of Unicode": ("p.yaml", "a\u2028b\nc\n".encode(), "a\u2028b\nd\n".encode()),
    "all lines gone": ("p.yaml", b"a\n", b""),
    "a name with a space": ("my p.yaml", b"a\n", b"b\n"),
    "a name with quotes": ('p "q" \\.yaml', b"a\n", b"b\n"),
    "a name with a tab": ("p\tq.yaml", b"a\n", b"b\n"),
    "a name beyond ASCII": ("größe.yaml", b"a\n", b"b\n"),
}


@pytest.mark.parametrize("command", [["git", "apply", "-"], ["patch", "-p1", "--binary"]], ids=str)
@pytest.mark.parametrize(("name", "old", "new"), CHANGES.values(), ids=CHANGES)
def test_a_diff_can_be_applied(
    tmp_path: Path, command: list[str], name: str, old: bytes, new: bytes
) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"there is no {command[0]} here")
    path = write_file(tmp_path / name, old)
    text = diff(Plan({path: Change(old, new)}), tmp_path)
    if command[0] == "git":
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    given = text.encode("utf-8", "surrogateescape")
    done = subprocess.run(command, cwd=tmp_path, input=given, capture_output=True, check=False)
    assert done.returncode == 0, (text, done.stdout, done.stderr)
    assert (Path(path).read_bytes() if Path(path).exists() else b"") == new


def test_a_diff_of_several_files_is_one(tmp_path: Path) -> None:
    paths = [write_file(tmp_path / name, b"b: 1 \n") for name in ("v3/p.yaml", "v2/p.yaml")]
    assert diff(plan_format(paths), tmp_path) == (
        "--- a/v2/p.yaml\n+++ b/v2/p.yaml\n@@ -1 +1 @@\n-b: 1 \n+b: 1\n"
        "--- a/v3/p.yaml\n+++ b/v3/p.yaml\n@@ -1 +1 @@\n-b: 1 \n+b: 1\n"
    )


def test_an_empty_plan_has_no_diff(tmp_path: Path) -> None:
    assert diff(Plan(), tmp_path) == ""
