# SPDX-License-Identifier: Apache-2.0
"""The commands ``check`` and ``format``, called as a user calls them."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from serving import environment

from os_apiref import atomic, cli
from os_apiref.kinds import ProblemKind

ROOT = Path(__file__).parent.parent

INDEX = """\
Servers
=======

.. needs:parameter_verification

Show a server
-------------

.. rest_method:: GET /servers/{server_id}

Normal response codes: 200

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - server_id: server_id
   - project_id: project_id

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - server: server
   - size: size

.. literalinclude:: samples/show.json
"""
PARAMETERS = """\
# variables in path
project_id:
  in: path
  requried: true
  type: string
  description: The project.
server_id:
  in: path
  required: true
  type: string
  description: The server.
# variables in body
size:
  in: body
  type: integer
  description: |
    The size,  in words:
    ``2``.
server:
  in: body
  type: object
  description: The server.
"""
SAMPLE = '{\n  "server": {\n    "size": "2"\n  }\n}\n'

FOUND = [
    "source/index.rst:19: warning: unknown-path-parameter",
    "source/parameters.yaml:4:3: warning: unknown-field",
    "source/parameters.yaml:13:1: note: definition-order",
    "source/samples/show.json:3:13: warning: contradicting-type",
]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small reference with four faults; the folder above it is the current one."""
    source = tmp_path / "source"
    (source / "samples").mkdir(parents=True)
    (source / "index.rst").write_text(INDEX)
    (source / "parameters.yaml").write_text(PARAMETERS)
    (source / "samples" / "show.json").write_text(SAMPLE)
    monkeypatch.chdir(tmp_path)
    return source


class Printed:
    """What a command printed and returned."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def found(self) -> list[str]:
        """``PATH:LINE:COLUMN: SEVERITY: RULE`` of each finding, markers aside."""
        pattern = re.compile(r"(\S+: (?:note|warning|error)): .*\[([\w-]+)\]")
        matches = (pattern.fullmatch(line) for line in self.out.splitlines())
        told = [f"{match[1]}: {match[2]}" for match in matches if match]
        return [line for line in told if not line.endswith(("-verification", "ready-marker"))]


Run = Callable[..., Printed]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run(*arguments: str) -> Printed:
        code = cli.main(list(arguments))
        printed = capsysbinary.readouterr()
        return Printed(code, printed.out.decode(), printed.err.decode())

    return run


def test_check_tells_everything_and_fails(source: Path, run: Run) -> None:
    printed = run("check")
    assert printed.code == cli.PROBLEMS
    assert printed.found == FOUND
    assert printed.out.splitlines()[-1] == "3 warnings and 2 notes in 1 operation."
    assert printed.err == ""


def test_nothing_is_left_behind(source: Path, run: Run) -> None:
    before = sorted(source.parent.rglob("*"))
    run("check")
    assert sorted(source.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fail-on", "error"), cli.OK),
        (("--fail-on", "never"), cli.OK),
        (("--fail-on", "note"), cli.PROBLEMS),
        (("--fail-on", "error", "--rule", "unknown-field=error"), cli.PROBLEMS),
        (("--rule", "unknown-field=off", "--rule", "unknown-path-parameter=note",
          "--rule", "os_apiref.contradicting-type=note"), cli.OK),
    ],
)  # fmt: skip
def test_the_exit_code_follows_the_threshold(
    source: Path, run: Run, arguments: tuple[str, ...], code: int
) -> None:
    assert run("check", *arguments).code == code


def test_the_command_line_wins_over_conf_py(source: Path, run: Run) -> None:
    (source / "conf.py").write_text(
        "extensions = ['os_apiref']\n"
        "os_apiref_checks = {'unknown-field': 'error', 'contradicting-type': 'off'}\n"
    )
    assert "unknown-field" in run("check", "--fail-on", "error").out
    assert run("check", "--fail-on", "error").code == cli.PROBLEMS
    printed = run("check", "--fail-on", "error", "--rule", "unknown-field=note")
    assert printed.code == cli.OK
    assert "contradicting-type" not in printed.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "--rule", "unknown-feild=off"], "did you mean 'unknown-field'?"),
        (["check", "--rule", "unknown-field=loud"], "write one of off, note, warning, error"),
        (["check", "--rule", "unknown-field"], "is not of the form NAME=LEVEL"),
        (["check", "--format", "html"], "invalid choice"),
        (["check", "--update-baseline"], "--baseline FILE"),
        (["check", "--baseline", "none.json"], "--update-baseline writes it"),
        (["check", "--baseline", "source/index.rst"], "this is no baseline"),
        (["check", "--baseline", "source"], "cannot be read"),
        (["check", "--routes", "none.txt"], "none.txt"),
        (["check", "nowhere"], "there is no folder nowhere"),
        (["check", "--output", "source"], "cannot write source"),
        (["format", "nowhere"], "there is no nowhere"),
    ],
)
def test_misuse_is_told_in_one_line(
    source: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    try:
        code = cli.main(arguments)
    except SystemExit as error:
        code = int(error.code or 0)
    printed = capsys.readouterr()
    assert code == cli.MISUSE
    assert words in printed.err
    assert "Traceback" not in printed.err


def test_a_reference_that_cannot_be_read_is_no_clean_one(source: Path, run: Run) -> None:
    (source / "conf.py").write_text("extensions = [\n")
    printed = run("check")
    assert printed.code == cli.MISUSE
    assert "conf.py" in printed.err


def test_what_sphinx_finds_is_found(source: Path, run: Run) -> None:
    (source / "index.rst").write_text(f"{INDEX}\n:nosuchrole:`x`\n")
    (source / "alone.rst").write_text("Alone\n=====\n")
    printed = run("check")
    told = [line for line in printed.found if line.endswith(": markup")]
    assert told == ["source/alone.rst: warning: markup", "source/index.rst:31: warning: markup"]


def test_what_sphinx_warns_of_before_it_reads_is_found(source: Path, run: Run) -> None:
    (source / "conf.py").write_text("html_theme = 'basic'\ntoday = 5\n")
    (told,) = (line for line in run("check").out.splitlines() if line.endswith("[markup]"))
    assert "`today'" in told


def test_levels_that_say_nothing_are_no_check(source: Path, run: Run) -> None:
    (source / "conf.py").write_text("os_apiref_checks = {'unknown-feild': 'off'}\n")
    printed = run("check")
    assert printed.code == cli.MISUSE
    assert "did you mean 'unknown-field'? (conf.py)" in printed.err
    (source / "conf.py").write_text("os_apiref_checks = {'unknown-field': False}\n")
    assert "unknown-field" not in run("check").out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_check_and_build_agree(source: Path, run: Run, jobs: str) -> None:
    (source / "conf.py").write_text("extensions = ['os_apiref']\nos_apiref_check = True\n")
    for name in "abcdefgh":
        (source / f"{name}.rst").write_text(f":orphan:\n\n{INDEX.replace('Servers', name * 7)}")
    checked = run("check", "-j", jobs, "--rule", "unused-definition=warning")
    built = run("build", "-j", jobs, "-D", "html_theme=basic", "-v")
    pattern = re.compile(r"(?:note: )?(\S+?): (?:(?:WARNING|ERROR): )?(.*) \[os_apiref\.([\w-]+)\]")
    told = {
        f"{os.path.relpath(match[1])}: {match[3]}"
        for line in (built.out + built.err).splitlines()
        if (match := pattern.fullmatch(re.sub(r"\x1b\[[0-9;]*m", "", line)))
    }
    pattern = re.compile(r"(\S+): (?:note|warning|error): .* \[([\w-]+)\]")
    expected = {
        f"{match[1]}: {match[2]}"
        for line in checked.out.splitlines()
        if (match := pattern.fullmatch(line))
    }
    assert told == expected != set()


def test_comments_silence_at_their_place(source: Path, run: Run) -> None:
    (source / "index.rst").write_text(
        INDEX.replace(
            "   - project_id: project_id\n",
            "   - project_id: project_id  # os-apiref: ignore unknown-path-parameter\n",
        ).replace(
            ".. literalinclude",
            ".. os-apiref: ignore contradicting-type -- it is so\n\n.. literalinclude",
        )
    )
    (source / "parameters.yaml").write_text(
        PARAMETERS.replace("requried: true", "requried: true  # os-apiref: ignore unknown-field")
    )
    printed = run("check")
    assert printed.found == ["source/parameters.yaml:13:1: note: definition-order"]
    assert printed.code == cli.OK


def test_a_comment_leaves_no_trace_on_the_page(source: Path, run: Run) -> None:
    run("build", "-b", "text")
    plain = Path("build/text/index.txt").read_text()
    (source / "index.rst").write_text(
        INDEX.replace(".. rest_method", ".. os-apiref: ignore unknown-field\n.. rest_method")
    )
    run("build", "-b", "text")
    assert Path("build/text/index.txt").read_text() == plain


def test_a_baseline_reports_only_what_is_new(source: Path, run: Run) -> None:
    assert run("check", "--baseline", "known.json", "--update-baseline").code == cli.OK
    printed = run("check", "--baseline", "known.json", "--fail-on", "note")
    assert (printed.found, printed.code) == ([], cli.OK)
    # An edit above moves everything, and one new fault comes in.
    (source / "parameters.yaml").write_text(f"# A new line.\n{PARAMETERS}")
    (source / "index.rst").write_text(f"A title\n=======\n\n{INDEX}".replace("- size", "- sise"))
    printed = run("check", "--baseline", "known.json")
    assert [line.rpartition(" ")[2] for line in printed.found] == ["undocumented-key"]
    assert printed.code == cli.PROBLEMS


def test_the_baseline_is_the_same_wherever_it_is_made(
    source: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("check", "--baseline", "one.json", "--update-baseline")
    monkeypatch.chdir(source)
    run("check", ".", "--baseline", "../two.json", "--update-baseline")
    monkeypatch.chdir(source.parent)
    assert Path("one.json").read_text() == Path("two.json").read_text()


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "github", "junit"])
def test_every_format_goes_to_a_file_or_to_the_terminal(
    source: Path, run: Run, format_: str
) -> None:
    printed = run("check", "--format", format_)
    written = run("check", "--format", format_, "--output", "reports/report")
    assert written.out == ""
    assert Path("reports/report").read_text() == printed.out
    assert printed.code == written.code == cli.PROBLEMS
    assert "contradicting-type" in printed.out


def test_json_names_everything(source: Path, run: Run) -> None:
    findings = json.loads(run("check", "--format", "json").out)["findings"]
    (typed,) = (one for one in findings if one["rule"] == "contradicting-type")
    assert (typed["path"], typed["line"], typed["column"], typed["severity"]) == (
        "source/samples/show.json",
        3,
        13,
        "warning",
    )
    assert "'server.size' is of type string" in typed["message"]


def test_colours_bring_the_code_frames(source: Path, run: Run) -> None:
    text = re.sub(r"\x1b\[[0-9;]*m", "", run("check", "--color").out)
    assert '3 |     "size": "2"' in text
    assert "  |             ^^^" in text
    assert ProblemKind.CONTRADICTING_TYPE.why in text


def test_fix_repairs_and_leaves_the_rest_byte_for_byte(source: Path, run: Run) -> None:
    shown = run("check", "--diff")
    assert shown.code == cli.PROBLEMS
    assert (source / "parameters.yaml").read_text() == PARAMETERS, "a diff changes nothing"
    printed = run("check", "--fix")
    assert [line.rpartition(" ")[2] for line in printed.found] == [
        "unused-definition",
        "contradicting-type",
    ], "what takes a question to the author"
    assert "Changed 2 files." in printed.err
    fixed = (source / "parameters.yaml").read_text()
    assert sorted(fixed.splitlines()) == sorted(
        PARAMETERS.replace("requried", "required").splitlines()
    )
    assert (source / "index.rst").read_text() == INDEX.replace("   - project_id: project_id\n", "")
    assert run("check", "--diff").out == ""


def test_the_diff_is_what_fix_does(source: Path, run: Run) -> None:
    Path("fix.diff").write_text(run("check", "--diff").out)
    subprocess.run(["git", "apply", "fix.diff"], check=True)
    by_diff = {path: path.read_text() for path in source.rglob("*.*")}
    (source / "index.rst").write_text(INDEX)
    (source / "parameters.yaml").write_text(PARAMETERS)
    run("check", "--fix")
    assert {path: path.read_text() for path in source.rglob("*.*")} == by_diff


def test_format_is_the_order_alone(source: Path, run: Run) -> None:
    assert run("format", "--diff").code == cli.PROBLEMS
    assert run("format").code == cli.OK
    text = (source / "parameters.yaml").read_text()
    assert "requried" in text
    assert text.index("\nserver:") < text.index("\nsize:")
    assert yaml.safe_load(text) == yaml.safe_load(PARAMETERS)
    printed = run("format", "--diff", "source/parameters.yaml")
    assert (printed.out, printed.code) == ("", cli.OK)


def test_format_leaves_files_of_other_things_alone(source: Path, run: Run) -> None:
    other = source / "status.yaml"
    other.write_text("500:\n  default: Bad.   \n\n\n\n400:\n  default: |\n    Worse.")
    before = other.read_bytes()
    run("format")
    assert other.read_bytes() == before


def test_ready_markers_go_and_others_stay(source: Path, run: Run) -> None:
    (source / "index.rst").write_text(
        INDEX.replace("   - project_id: project_id\n", "").replace(
            ".. needs:parameter_verification\n",
            ".. needs:parameter_verification\n.. needs:method_verification\n",
        )
    )
    (source / "parameters.yaml").write_text(PARAMETERS.replace("requried", "required"))
    (source / "samples" / "show.json").write_text(SAMPLE.replace('"2"', "2"))
    assert "Changed 1 file." in run("check", "--remove-ready-markers").err
    text = (source / "index.rst").read_text()
    assert "needs:method_verification" in text, "nobody told the routes"
    assert "needs:parameter_verification" not in text


def test_the_board_and_the_badge_are_written(source: Path, run: Run) -> None:
    run("check", "--board", "out/board.json", "--badge", "out/badge.svg", "-q")
    board = json.loads(Path("out/board.json").read_text())
    assert [file["path"] for file in board["files"]] == ["source/index.rst"]
    assert Path("out/badge.svg").read_text().startswith("<svg")


def test_routes_are_held_against_the_documents(source: Path, run: Run) -> None:
    Path("routes.txt").write_text("GET /servers/{id}\nDELETE /servers/{id}\n")
    printed = run("check", "--routes", "routes.txt")
    assert "routes.txt:2:1: warning: undocumented-route" in printed.found


def test_a_failing_disk_leaves_the_old_report_whole(
    source: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("report.json").write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "replace", fail)
    printed = run("check", "--output", "report.json")
    assert printed.code == cli.MISUSE
    assert "cannot write report.json: No space left on device" in printed.err
    assert Path("report.json").read_text() == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["report.json", "source"]


def test_output_in_an_encoding_of_its_own(source: Path) -> None:
    (source / "index.rst").write_text(INDEX.replace("project_id:", "größe:"), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "os_apiref", "check"],
        capture_output=True,
        env={**environment(), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )
    assert b"Traceback" not in result.stderr
    assert result.returncode == cli.PROBLEMS
    assert "größe" in result.stdout.decode()


def test_a_closed_pipe_is_no_traceback(source: Path) -> None:
    command = f"{sys.executable} -m os_apiref check --format json | head -c 1"
    result = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, env=environment()
    )
    assert "Traceback" not in result.stderr


def test_the_hooks_call_commands_that_exist() -> None:
    path = ROOT / ".pre-commit-hooks.yaml"
    if not path.is_file():
        pytest.skip("the hooks are not part of a wheel")
    hooks = yaml.load(io.StringIO(path.read_text()), Loader=yaml.SafeLoader)
    assert [hook["entry"] for hook in hooks] == ["os-apiref check", "os-apiref format"]
