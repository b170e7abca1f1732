# SPDX-License-Identifier: Apache-2.0
"""A file is written whole or stays as it was, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from os_apiref.atomic import write_bytes, write_text

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


def no_space(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("text", ["", "one\r\ntwo\n", "三\n"])
def test_text_is_written_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.txt"
    write_text(path, text)
    assert path.read_bytes() == text.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"old and longer")
    write_bytes(path, b"new\x00")
    assert path.read_bytes() == b"new\x00"
    assert list(tmp_path.iterdir()) == [path]


def test_a_relative_path_is_one_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_text(Path("report.txt"), "new")
    assert (tmp_path / "report.txt").read_text() == "new"


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    write_text(path, "new")
    assert path.read_text() == "new"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_a_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "report.txt"
    path.write_text("old")
    path.chmod(mode)
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_new_file_gets_the_permissions_that_others_get(tmp_path: Path) -> None:
    other, path = tmp_path / "other.txt", tmp_path / "report.txt"
    other.write_text("")
    write_text(path, "new")
    assert path.stat().st_mode == other.stat().st_mode


@posix
@pytest.mark.parametrize("old", ["old", None])
def test_a_link_stays_and_its_target_is_written(tmp_path: Path, old: str | None) -> None:
    (tmp_path / "kept").mkdir()
    target = tmp_path / "kept" / "report.txt"
    if old:
        target.write_text(old)
    link = tmp_path / "link"
    link.symlink_to(Path("kept", "report.txt"))
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert sorted(tmp_path.rglob("*")) == [target.parent, target, link]


@posix
def test_a_device_is_written_to_and_stays() -> None:
    write_text(Path(os.devnull), "new")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize(
    ("function", "fault"),
    [
        ("fsync", no_space),
        ("fsync", interrupt),
        ("replace", no_space),
        ("replace", interrupt),
    ],
)
@pytest.mark.parametrize("old", ["old", None])
def test_a_write_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, fault: Any, old: str | None
) -> None:
    path = tmp_path / "report.txt"
    if old:
        path.write_text(old)
    monkeypatch.setattr(os, function, fault)
    with pytest.raises((OSError, KeyboardInterrupt)):
        write_text(path, "new")
    assert [one.read_text() for one in tmp_path.iterdir()] == ([old] if old else [])


@posix
def test_a_disk_without_room_leaves_the_old_file(tmp_path: Path) -> None:
    """The kernel itself refuses to write more: a limit on the size of files is such a disk."""
    resource = pytest.importorskip("resource")
    path = tmp_path / "report.txt"
    path.write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match=r"report\.txt") as raised:
            write_text(path, "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert raised.value.errno == errno.EFBIG
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "report.txt"
    with pytest.raises(FileNotFoundError) as raised:
        write_text(path, "new")
    assert raised.value.filename == str(path)
    assert not path.parent.exists()


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises((IsADirectoryError, PermissionError)) as raised:
        write_text(tmp_path, "new")
    assert raised.value.filename == str(tmp_path)
