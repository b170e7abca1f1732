# SPDX-License-Identifier: Apache-2.0
"""The command ``export``, called as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from serving import environment

from os_apiref import cli

pytestmark = pytest.mark.slow

INDEX = "Servers\n=======\n\nShow\n----\n\n.. rest_method:: GET /servers/{id}\n\nShows one.\n"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "index.rst").write_text(INDEX, encoding="utf-8")
    return folder


def test_a_file_is_written_and_counted(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "--format", "json", "-o", "new/apiref.json"]) == cli.OK
    assert capsys.readouterr() == ("new/apiref.json has 1 operation.\n", "")
    document = json.loads(Path("new/apiref.json").read_text())
    assert document["operations"][0]["id"] == "index#show"
    assert sorted(os.listdir()) == ["new", "source"]


@pytest.mark.parametrize("arguments", [[], ["-o", "-"]])
def test_without_a_file_it_is_printed_and_nothing_else(source: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "os_apiref", "export", str(source), *arguments],
        capture_output=True,
        env=environment(),
        check=True,
    )
    assert json.loads(done.stdout)["operations"][0]["title"] == "Show"
    assert done.stderr == b""


def test_warnings_go_to_the_standard_error(source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (source / "index.rst").write_text(f"{INDEX}\n:ref:`nowhere`\n", encoding="utf-8")
    assert cli.main(["export"]) == cli.OK
    printed = capfd.readouterr()
    assert json.loads(printed.out)
    assert "index.rst:11: WARNING: undefined label: 'nowhere'" in printed.err
    assert "\x1b" not in printed.err


def test_what_is_remembered_is_told_again(source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (source / "index.rst").write_text(f"{INDEX}\n.. rest_parameters:: p.yaml\n")
    for _ in range(2):
        assert cli.main(["export", "-d", "doctrees", "-o", "apiref.json", "-q"]) == cli.OK
        assert "p.yaml does not exist" in capfd.readouterr().err


def test_options_of_the_project_are_set_as_in_a_build(source: Path) -> None:
    assert cli.main(["export", "-D", "project=Mine", "-q", "-o", "a.json"]) == cli.OK
    assert json.loads(Path("a.json").read_text())["project"]["name"] == "Mine"


def test_what_the_project_publishes_is_not_written(source: Path) -> None:
    (source / "conf.py").write_text("extensions = ['os_apiref']\nos_apiref_publish = ['json']\n")
    assert cli.main(["export", "-q", "-o", "mine.json"]) == cli.OK
    assert sorted(os.listdir()) == ["mine.json", "source"]
    assert "apiref.json" not in os.listdir(source)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "there is no folder nowhere"),
        (["source/index.rst"], "source/index.rst is a file"),
        (["source", "-o", "source"], "cannot write source"),
        (["--at-version", "2.1"], "json is of all versions; --at-version is for openapi"),
        (["--format", "openapi", "--at-version", "new"], "'new' is no version"),
        (["--format", "openapi", "--at-version", "2.1"], "the reference names none at all"),
        (["source", "-o", "source/index.rst/x"], "cannot write source/index.rst/x"),
    ],
)
def test_what_cannot_be_done_is_told(
    source: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", *arguments]) == cli.MISUSE
    error = capsys.readouterr().err
    assert error.startswith("os-apiref: error: ")
    assert told in error
    assert "Traceback" not in error


def test_openapi_is_written_in_the_language_of_the_suffix_and_its_notes_are_counted(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["export", "--format", "openapi", "-o", "a.yaml"]) == cli.OK
    remark = "1 note at x-apiref-notes says what OpenAPI cannot"
    assert capsys.readouterr().out == f"a.yaml has 1 operation; {remark}.\n"
    assert cli.main(["export", "--format", "openapi", "-o", "a.json", "-q"]) == cli.OK
    written = Path("a.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(written) == json.loads(Path("a.json").read_text(encoding="utf-8"))


def test_the_view_of_a_version_has_its_operations_alone(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = "\nLater\n-----\n\n.. rest_method:: GET /later\n   min_version: 2.5\n"
    (source / "index.rst").write_text(f"{INDEX}{later}", encoding="utf-8")
    arguments = ["export", "--format", "openapi", "-o", "a.json", "--at-version"]
    assert cli.main([*arguments, "2.4"]) == cli.OK
    assert capsys.readouterr().out.startswith("a.json has 1 operation; ")
    assert list(json.loads(Path("a.json").read_text())["paths"]) == ["/servers/{id}"]
    assert cli.main([*arguments, "2.5"]) == cli.OK
    assert capsys.readouterr().out.startswith("a.json has 2 operations; ")


def test_an_unknown_format_is_told(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", "--format", "pdf"])
    assert ended.value.code == cli.MISUSE
    assert "json" in capsys.readouterr().err


def test_a_conf_py_that_fails_is_told_and_the_old_file_stays(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (source / "conf.py").write_text("1 / 0\n")
    Path("apiref.json").write_text("old")
    assert cli.main(["export", "-o", "apiref.json"]) == cli.PROBLEMS
    error = capsys.readouterr().err
    assert "conf.py, line 1" in error
    assert "Traceback" not in error
    assert Path("apiref.json").read_text() == "old"


def test_a_closed_pipe_is_no_traceback(source: Path) -> None:
    (source / "index.rst").write_text(f"{INDEX}\n{'Much more. ' * 20_000}\n", encoding="utf-8")
    code = f"{sys.executable} -m os_apiref export {source} | head -c 10"
    done = subprocess.run(code, shell=True, capture_output=True, text=True, env=environment())
    assert done.stdout == '{"$schema"'
    assert done.stderr == ""
