# SPDX-License-Identifier: Apache-2.0
"""The command, called as a user calls it."""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from serving import environment, write_project
from sphinx.cmd.build import build_main

import os_apiref
from os_apiref import cli
from os_apiref.sphinxext.defaults import find_title

PLAIN = ("-D", "html_theme=basic")
"""The plainest theme, for speed."""

NOTE = "thing:\n  in: path\n  type: string\n  requird: true\n  description: A thing.\n"
UNDEFINED_ROW = "\n.. rest_parameters:: parameters.yaml\n\n   - other: nothing\n"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The source folder of a small reference; the folder above it is the current one."""
    source = write_project(tmp_path)
    monkeypatch.chdir(source.parent)
    return source


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_build_has_defaults_and_ends_with_page_and_counts(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build"]) == cli.OK
    printed = capsys.readouterr()
    last = printed.out.splitlines()[-1]
    assert last == "The pages are in build/html/index.html: 1 operation, no problems."
    assert printed.err == ""
    html = Path("build/html/index.html").read_text()
    assert "Things</title>" in html, "the title of the root document"
    assert "sphinx_rtd_theme" in html
    assert "&#169;" not in html
    assert "©" not in html


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (["-b", "text"], "build/text/index.txt"),
        (["-b", "dirhtml"], "build/dirhtml/index.html"),
        (["-b", "latex"], "build/latex"),
        (["-b", "man"], "build/man"),
        (["-b", "epub"], "build/epub/Things.epub"),
        (["source", "out", "-j", "2"], "out/index.html"),
        (["-jauto", "-q", "-b", "text"], "build/text/index.txt"),
        (["-aEnv", "--keep-going", "-W", "-t", "beta", "-d", "trees"], "build/html/index.html"),
    ],
)
def test_builders_and_options(
    source: Path, arguments: list[str], written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", *PLAIN, *arguments]) == cli.OK
    printed = capsys.readouterr()
    assert Path(written).exists()
    assert printed.err == ""
    if "-q" in arguments:
        assert printed.out == ""
    else:
        assert f" {written}: 1 operation, " in printed.out
    assert Path("trees/environment.pickle").exists() == ("trees" in arguments)


def test_problems_are_counted(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source / "parameters.yaml").write_text(NOTE)
    append(source / "index.rst", f"{UNDEFINED_ROW}\n:nosuchrole:`x`\n")
    assert cli.main(["build", *PLAIN]) == cli.OK
    printed = capsys.readouterr()
    assert "1 operation, 2 warnings, 1 note." in printed.out
    assert len(printed.err.splitlines()) == 2


def test_each_build_tells_what_is_wrong_in_documents_that_did_not_change(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    append(source / "index.rst", f"{UNDEFINED_ROW}\n:nosuchrole:`x`\n")
    assert cli.main(["build", *PLAIN, "-W"]) == cli.PROBLEMS
    first = capsys.readouterr()
    assert cli.main(["build", *PLAIN, "-W"]) == cli.PROBLEMS
    second = capsys.readouterr()
    assert "0 added, 0 changed" in second.out
    assert "2 warnings." in first.out
    assert "2 warnings." in second.out
    without_level = [
        sorted(line.replace("ERROR", "WARNING") for line in printed.err.splitlines())
        for printed in (first, second)
    ]
    assert without_level[0] == without_level[1]
    assert cli.main(["build", *PLAIN, "-W", "-D", "suppress_warnings=docutils,os_apiref"]) == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_faults_of_markup_show_on_their_page_and_are_counted_once(
    source: Path, jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "abcdefgh":  # enough for several processes
        (source / f"{name}.rst").write_text(f":orphan:\n\n{name}\n=\n\n:nosuchrole:`x`\n")
    (source / "parameters.yaml").write_text(NOTE.replace("A thing.", "A :doc:`nowhere`."))
    shown = ("-D", "os_apiref_show_problems=1")
    assert cli.main(["build", *PLAIN, *shown, "-j", jobs]) == cli.OK
    assert " 9 warnings, 1 note." in capsys.readouterr().out
    page = Path("build/html/a.html").read_text()
    assert "1 problem on this page" in page
    assert f"{source / 'a.rst'}:6" in page
    page = Path("build/html/index.html").read_text()
    assert "unknown document: &#39;nowhere&#39; <code>[ref.doc]</code>" in page
    assert f"{source / 'parameters.yaml'}:5" in page


@pytest.mark.parametrize(
    ("yaml", "rst", "code"),
    [(NOTE, "", cli.OK), ("", UNDEFINED_ROW, cli.PROBLEMS)],
    ids=["notes", "warnings"],
)
def test_fail_on_warning(source: Path, yaml: str, rst: str, code: int) -> None:
    if yaml:
        (source / "parameters.yaml").write_text(yaml)
    append(source / "index.rst", rst)
    assert cli.main(["build", *PLAIN, "-q", "-W"]) == code


def test_warnings_go_to_a_file_too(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(source / "index.rst", UNDEFINED_ROW)
    assert cli.main(["build", *PLAIN, "-q", "-w", "logs/warnings.txt"]) == cli.OK
    assert Path("logs/warnings.txt").read_text() == capsys.readouterr().err != ""


def test_the_projects_configuration_wins(source: Path) -> None:
    (source / "conf.py").write_text("project = 'Mine'\nhtml_title = 'My title'\n")
    (source / "index.rst").rename(source / "start.rst")
    append(source / "conf.py", "root_doc = 'start'\nhtml_theme = 'basic'\n")
    assert cli.main(["build", "-W", "-D", "html_short_title=short"]) == cli.OK
    html = Path("build/html/start.html").read_text()
    assert "My title" in html
    assert ">short</a>" in html
    assert 'data-path="/things/{thing_id}"' in html, "our directives work all the same"


def test_a_template_that_has_changed_is_compiled_anew(source: Path) -> None:
    (source / "theirs").mkdir()
    (source / "conf.py").write_text("project = 'T'\ntemplates_path = ['theirs']\n")
    for words in ("first words", "second words"):
        (source / "theirs" / "page.html").write_text(f"<p>{words}</p>")
        cli.main(["build", "-q", *PLAIN, "-a"])
        assert words in Path("build/html/index.html").read_text()
    assert list(Path("build/html/.doctrees/templates").iterdir())


def test_conf_dir(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "conf.py").write_text("html_theme = 'basic'\nhtml_title = 'My title'\n")
    assert cli.main(["build", "-c", str(tmp_path)]) == cli.OK
    assert "My title" in Path("build/html/index.html").read_text()
    assert cli.main(["build", "-c", "."]) == cli.MISUSE
    assert ". has no conf.py" in capsys.readouterr().err


@pytest.mark.parametrize("theme", ["sphinx_rtd_theme", "alabaster"])
def test_sphinx_build_makes_the_same_pages(source: Path, theme: str) -> None:
    (source / "conf.py").write_text(f"extensions = ['os_apiref']\nhtml_theme = '{theme}'\n")
    append(source / "index.rst", UNDEFINED_ROW)
    assert cli.main(["build", "-q", "source", "ours"]) == cli.OK
    assert build_main(["-q", "source", "theirs"]) == 0
    ours, theirs = (Path(name, "index.html").read_bytes() for name in ("ours", "theirs"))
    assert ours == theirs


@pytest.mark.parametrize(
    ("names", "root"),
    [
        (["index", "contents", "other"], "index"),
        (["contents", "other"], "contents"),
        (["only"], "only"),
    ],
)
def test_root_without_conf(tmp_path: Path, names: list[str], root: str) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    for name in names:
        (source / f"{name}.rst").write_text(f":orphan:\n\n{name}\n{'=' * len(name)}\n")
    (source / "part.inc").write_text("part\n====\n")
    assert cli.main(["build", "-q", "-W", *PLAIN, str(source), str(tmp_path / "out")]) == cli.OK
    assert (tmp_path / "out" / f"{root}.html").exists()
    assert not (tmp_path / "out" / "part.html").exists()


def test_pages_inside_the_source_folder(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(source)
    for _ in range(2):
        assert cli.main(["build", "-q", "-W", *PLAIN, "."]) == cli.OK
    assert Path("build/html/index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "there is no folder nowhere"),
        (["source/index.rst"], "source/index.rst is a file"),
        (["source", "source"], "would be written over source"),
        (["source", "."], "would be written over source"),
        (["source", "source/index.rst"], "is a file; name a folder for the pages"),
        (["empty"], "empty has no document to start with"),
        (["two"], "two has no document to start with"),
        (["lost"], "there is no lost/index.rst"),
        (["-b", "nonsense"], "there is no builder 'nonsense'"),
        (["-w", "source"], "cannot write source"),
    ],
)
def test_misuse(
    source: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("empty", "two", "lost"):
        Path(folder).mkdir()
    for name in ("a", "b"):
        Path("two", f"{name}.rst").write_text("Title\n=====\n")
    Path("lost", "conf.py").write_text("")
    assert cli.main(["build", "-q", *arguments]) == cli.MISUSE
    printed = capsys.readouterr()
    assert printed.err.startswith("os-apiref: error: ")
    assert message in printed.err
    assert len(printed.err.splitlines()) == 1


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["nonsense"],
        ["build", "--nonsense"],
        ["build", "-D", "no value"],
        ["build", "-j", "0"],
        ["preview", "--port", "many"],
    ],
)
def test_misuse_of_arguments(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.main(argv)
    assert ending.value.code == cli.MISUSE
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ("extensions = ['os_api_ref']", "has 'os_api_ref'; write 'os_apiref' in its place"),
        ("extensions = ['no_such_module']", "Could not import extension no_such_module"),
        ("x = [", "There is a syntax error in your configuration file"),
        ("x = 1\n1 / 0", "ZeroDivisionError: division by zero (conf.py, line 2)"),
        ("html_theme = 'no_such_theme'", "no_such_theme"),
        ("def setup(app): app.connect('env-updated', lambda *_: 1 / 0)", "division by zero"),
    ],
)
def test_a_failed_build_is_told_in_one_line(
    source: Path,
    conf: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(source.parent))
    (source / "conf.py").write_text(conf)
    assert cli.main(["build", "-q"]) == cli.PROBLEMS
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line
    log = Path(line.rpartition(" is in ")[2].rstrip(")"))
    assert log.parent == source.parent
    assert "Traceback" in log.read_text()
    assert cli.main(["build", "-q", "-T"]) == cli.PROBLEMS
    assert "Traceback" in capsys.readouterr().err


def test_a_build_leaves_the_process_as_it_was(source: Path) -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    assert cli.main(["build", "-q", *PLAIN]) == cli.OK
    assert (gc.get_threshold(), gc.get_freeze_count()) == before
    ours = [one for one in logging.getLogger("sphinx").handlers if "os_apiref" in repr(type(one))]
    assert ours == []


def test_ctrl_c_is_quiet(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    conf = "def setup(app): app.connect('env-updated', stop)\n"
    (source / "conf.py").write_text(f"def stop(*_): raise KeyboardInterrupt\n{conf}")
    assert cli.main(["build", "-q"]) == cli.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_module_is_the_command_and_help_is_instant() -> None:
    code = (
        "import sys; sys.argv = ['os-apiref', '--version']\n"
        "try: import runpy; runpy.run_module('os_apiref', run_name='__main__')\n"
        "except SystemExit: print(sorted({'sphinx', 'docutils'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env=environment(), capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == f"os-apiref {os_apiref.__version__}\n[]\n"


def test_module_builds_and_exits(source: Path) -> None:
    command = [sys.executable, "-m", "os_apiref", "build", *PLAIN]
    done = subprocess.run(
        command, env=environment(), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == cli.OK
    assert done.stdout.endswith("/html/index.html: 1 operation, no problems.\n")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Title\n=====\n", "Title"),
        (".. comment\n\n=======\n Title\n=======\n", "Title"),
        ("======\n*The* ``API``\n======\n", ""),
        (".. _target:\n\n*The* ``API``\n-------------\n", "The API"),
        ("No title, only text.\n", ""),
        ("A transition\n\n----\n\nReal\n----\n", "Real"),
    ],
)
def test_title(text: str, title: str) -> None:
    assert find_title(text) == title
