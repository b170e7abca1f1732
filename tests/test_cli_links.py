# SPDX-License-Identifier: Apache-2.0
"""The command ``links``, called as a user calls it, against a server on loopback."""

from __future__ import annotations

import http.server
import io
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from serving import environment

from os_apiref import cli

PAGE = b"<!DOCTYPE html><title>Guide</title><h1 id=start>Start</h1><p>"
PAGE += b"words " * 300 + b"<h2 id=end>End</h2>"
ALLOWED = ("--allow-network", "127.0.0.0/8")


class Site:
    """What a server answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_gone = False
        self.url = ""
        self.latency_seconds = 0.0

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        time.sleep(self.latency_seconds)
        path = path.partition("?")[0]
        if path == "/old":
            return 301, {"Location": "/guide"}, b""
        if path == "/guide" and not self.is_gone:
            return 200, {"Content-Type": "text/html"}, PAGE
        return 404, {"Content-Type": "text/plain"}, b"no"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = site.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        site.url = f"http://127.0.0.1:{server.server_port}"
        yield site
        server.shutdown()


@pytest.fixture
def source(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document with five links; the folder above it is the current one."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.rst").write_text(
        "Links\n=====\n\n"
        f"`Good <{site.url}/guide>`__, `an id <{site.url}/guide#start>`__,\n"
        f"`a lost id <{site.url}/guide#strat>`__.\n\n"
        f"`Moved <{site.url}/old>`__ and `dead <{site.url}/none>`__.\n"
    )
    monkeypatch.chdir(tmp_path)
    return source


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run(*arguments: str) -> tuple[int, str]:
        code = cli.main(["links", *ALLOWED, *arguments])
        return code, capsysbinary.readouterr().out.decode()

    return run


def verdicts(text: str) -> dict[str, str]:
    """The verdict on each URL of a JSON lines report, by what follows the host."""
    found = [json.loads(line) for line in text.splitlines()]
    return {one["url"].split("/", 3)[3]: one["verdict"] for one in found}


def test_every_link_has_its_verdict(source: Path, site: Site, run: Run) -> None:
    code, text = run("--format", "jsonl")
    assert code == cli.PROBLEMS
    assert verdicts(text) == {
        "guide": "ok",
        "guide#start": "ok",
        "guide#strat": "broken",
        "old": "redirected",
        "none": "broken",
    }
    assert site.asked.count("/none") == 1
    assert site.asked.count("/guide") == 2, "once for itself, once for the redirect"


def test_what_is_known_is_not_asked_again(source: Path, site: Site, run: Run) -> None:
    _, first = run("--format", "jsonl")
    site.asked.clear()
    code, second = run("--format", "jsonl")
    assert site.asked == []
    assert (code, verdicts(second)) == (cli.PROBLEMS, verdicts(first))
    run("--no-cache")
    assert site.asked


def test_a_report_says_where_and_what_is_near(source: Path, site: Site, run: Run) -> None:
    _, text = run()
    assert "source/index.rst:5" in text
    assert "'strat'" in text
    assert "'#start'" in text
    assert "404 Not Found" in text


@pytest.mark.parametrize("format_", ["text", "lines", "json", "html", "sarif", "github", "junit"])
def test_every_format_is_written(source: Path, site: Site, run: Run, format_: str) -> None:
    run("--format", format_, "--output", "report")
    assert "/none" in Path("report").read_text()


def test_the_gate_decides_what_fails(source: Path, site: Site, run: Run) -> None:
    assert run("--fail-on", "never")[0] == cli.OK
    assert run("--fail-on", "timeout,unavailable")[0] == cli.OK
    assert run("--fail-on", "redirected")[0] == cli.PROBLEMS
    assert run("--fail-on", "brokne")[0] == cli.MISUSE


def test_what_is_ignored_is_not_asked(source: Path, site: Site, run: Run) -> None:
    code, text = run("--format", "jsonl", "--ignore", ".*none", "--ignore", ".*strat")
    assert code == cli.OK
    assert verdicts(text)["none"] == "ignored"
    assert "/none" not in site.asked


def test_fix_writes_what_moved_for_good(source: Path, site: Site, run: Run) -> None:
    before = (source / "index.rst").read_text()
    code, diff = run("--diff")
    assert code == cli.PROBLEMS
    assert f"+`Moved <{site.url}/guide>`__" in diff
    assert (source / "index.rst").read_text() == before
    run("--fix")
    assert (source / "index.rst").read_text() == before.replace("/old>", "/guide>")


def test_only_changed_lines(source: Path, site: Site, run: Run) -> None:
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@x")
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "source"], check=True)
    subprocess.run([*git, "commit", "-qm", "x"], check=True)
    with (source / "index.rst").open("a") as file:
        file.write(f"\n`New <{site.url}/new>`__\n")
    _, text = run("--since", "HEAD", "--format", "jsonl")
    assert verdicts(text) == {"new": "broken"}
    assert run("--since", "nosuch")[0] == cli.MISUSE


def test_private_addresses_are_not_asked_unless_allowed(
    source: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["links", "--format", "jsonl"])
    assert set(verdicts(capsys.readouterr().out).values()) == {"unknown"}
    assert site.asked == []


def test_a_link_that_was_good_is_broken_since(source: Path, site: Site, run: Run) -> None:
    run("--ignore", ".*strat")
    site.is_gone = True
    _, text = run("--ignore", ".*strat", "--refresh")
    assert "broken since" in text


def test_internal_links_need_no_network(source: Path, site: Site, run: Run) -> None:
    (source / "index.rst").write_text("Links\n=====\n\n`Here <#links>`__, `there <#nowhere>`__.\n")
    code, text = run()
    assert code == cli.PROBLEMS
    assert "nowhere" in text
    assert site.asked == []


def test_a_list_of_links_needs_no_reference(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [
        {"url": f"{site.url}/guide", "page": "a.html", "line": 3},
        {"url": f"{site.url}/none", "page": "b.html", "line": 7},
        {"url": f"{site.url}/none", "page": "c.html", "line": 9},
    ]
    Path("links.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    code, text = run("--links-from", "links.jsonl", "--format", "jsonl")
    assert code == cli.PROBLEMS
    assert verdicts(text) == {"guide": "ok", "none": "broken"}
    assert "b.html" in text
    assert "c.html" in text
    Path("links.jsonl").write_text("no json\n")
    assert run("--links-from", "links.jsonl")[0] == cli.MISUSE


def test_a_dead_link_names_where_its_site_has_moved(source: Path, site: Site, run: Run) -> None:
    (source / "links.yaml").write_text(
        f"- from: {site.url}/n*\n  to: https://docs.example.org/n*\n"
    )
    _, text = run()
    assert "the site has moved: write 'https://docs.example.org/none'" in text
    (source / "links.yaml").unlink()
    Path("moves.yaml").write_text(f"- from: {site.url}/none\n  to: https://example.org/\n")
    _, text = run("--moves", "moves.yaml")
    assert "write 'https://example.org/'" in text


def test_the_builder_is_the_same_check(
    source: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    code = cli.main(["build", "-q", "-b", "os_apiref_links", "source", "out"])
    assert code in (cli.OK, cli.PROBLEMS)
    entries = [json.loads(line) for line in Path("out/output.json").read_text().splitlines()]
    assert {entry["verdict"] for entry in entries} == {"unknown"}, "loopback is not asked"
    assert site.asked == []


def test_the_builder_asks_what_the_project_allows_and_knows_its_moves(
    source: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    (source / "conf.py").write_text("os_apiref_link_networks = ['127.0.0.0/8']\n")
    moves = f"- from: {site.url}/n*\n  to: https://docs.example.org/n*\n- from: nowhere\n"
    (source / "links.yaml").write_text(moves)
    cli.main(["build", "-q", "-b", "os_apiref_links", "source", "out"])
    entries = [json.loads(line) for line in Path("out/output.json").read_text().splitlines()]
    assert sorted(entry["verdict"] for entry in entries) == [
        "broken", "broken", "ok", "ok", "redirected",
    ]  # fmt: skip
    told = capsys.readouterr().err
    assert "the site has moved: write 'https://docs.example.org/none'" in told
    assert "links.yaml:3" in told


def test_the_command_asks_what_the_project_allows(
    source: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    (source / "conf.py").write_text("os_apiref_link_networks = ['127.0.0.0/8', 'x']\n")
    cli.main(["links", "--format", "jsonl"])
    printed = capsys.readouterr()
    assert "ok" in verdicts(printed.out).values()
    assert "os_apiref_link_networks: 'x' has no effect" in printed.err


@pytest.mark.parametrize(
    "options",
    [
        ("--max-per-host", "0"),
        ("--max-per-host", "-1"),
        ("--rate", "0"),
        ("--rate", "nan"),
        ("--timeout", "inf"),
        ("--timeout", "soon"),
        ("--max-wait", "-3"),
        ("--allow-network", "10.0.0.0/40"),
        ("--ignore", "("),
    ],
)
def test_an_option_that_means_nothing_is_refused(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["links", *options])
    assert caught.value.code == cli.MISUSE
    assert options[0] in capsys.readouterr().err


def test_the_project_says_what_fails(source: Path, site: Site, run: Run) -> None:
    quiet = {"broken-link": "warning", "moved-link": "off"}
    (source / "conf.py").write_text(f"extensions = ['os_apiref']\nos_apiref_checks = {quiet}\n")
    code, text = run("--format", "jsonl")
    assert code == cli.OK
    assert verdicts(text)["old"] == "ignored"
    _, text = run("--format", "lines")
    assert "warning: " in text
    assert "error: " not in text
    assert run("--fail-on", "broken")[0] == cli.PROBLEMS


def test_permanent_and_temporary_redirects_are_apart_for_the_gate(
    source: Path, site: Site, run: Run
) -> None:
    assert run("--fail-on", "redirected-permanent")[0] == cli.PROBLEMS
    assert run("--fail-on", "redirected-temporary")[0] == cli.OK


def test_a_comment_silences_an_internal_link(source: Path, site: Site, run: Run) -> None:
    (source / "index.rst").write_text(
        "Links\n=====\n\n.. os-apiref: ignore broken-link -- later\n\n`There <#nowhere>`__.\n"
    )
    assert run()[0] == cli.OK


def test_a_link_in_a_description_stands_in_its_file(source: Path, site: Site, run: Run) -> None:
    (source / "parameters.yaml").write_text(
        f"name:\n  description: |\n    See `there <{site.url}/none>`__.\n"
        "  in: body\n  required: true\n  type: string\n"
    )
    (source / "index.rst").write_text(
        "A\n=\n\nList\n----\n\n.. rest_method:: GET /a\n\n"
        ".. rest_parameters:: parameters.yaml\n\n   - name: name\n"
    )
    _, text = run("--format", "lines")
    assert text.startswith("source/parameters.yaml:3:17: error: ")


def test_links_in_samples_are_followed_if_asked(source: Path, site: Site, run: Run) -> None:
    (source / "sample.json").write_text(f'{{"href": "{site.url}/none"}}')
    (source / "index.rst").write_text(
        "A\n=\n\nList\n----\n\n.. rest_method:: GET /a\n\n"
        "Response Example\n~~~~~~~~~~~~~~~~\n\n.. literalinclude:: sample.json\n"
        "   :language: javascript\n"
    )
    assert run()[0] == cli.OK
    code, text = run("--samples", "--format", "lines")
    assert code == cli.PROBLEMS
    assert text.startswith("source/sample.json:1:11: error: ")


def test_a_list_may_come_from_the_standard_input(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(f'{{"url": "{site.url}/guide#start"}}\n'))
    code, text = run("--links-from", "-", "--format", "jsonl")
    assert (code, verdicts(text)) == (cli.OK, {"guide#start": "ok"})


def test_a_hundred_fragments_of_a_page_are_one_request(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    urls = [f"{site.url}/guide#{name}" for name in ("start", *range(99))]
    Path("links").write_text("".join(f"{json.dumps({'url': url})}\n" for url in urls))
    _, text = run("--links-from", "links", "--format", "jsonl")
    assert list(verdicts(text).values()) == ["ok", *["broken"] * 99]
    assert site.asked == ["/guide"]


def test_a_new_fragment_of_a_known_page_needs_no_request(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("links").write_text(f'{{"url": "{site.url}/guide#start"}}\n')
    run("--links-from", "links")
    site.asked.clear()
    Path("links").write_text(f'{{"url": "{site.url}/guide#end"}}\n')
    _, text = run("--links-from", "links", "--format", "jsonl")
    assert (verdicts(text), site.asked) == ({"guide#end": "ok"}, [])


def start_on_many(site: Site, folder: Path) -> subprocess.Popen[str]:
    """The command at work on two hundred links, each of which takes its time."""
    site.latency_seconds = 0.05
    urls = [f"{site.url}/guide?{number}" for number in range(200)]
    (folder / "links").write_text("".join(f"{json.dumps({'url': url})}\n" for url in urls))
    command = [sys.executable, "-m", "os_apiref", "links", "--links-from", "links", *ALLOWED]
    return subprocess.Popen(
        [*command, "--format", "jsonl", "-q"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, cli.INTERRUPTED)]
)
def test_a_run_that_was_ended_goes_on_where_it_was(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, end: int, code: int
) -> None:
    with start_on_many(site, tmp_path) as process:
        assert process.stdout is not None
        decided = [json.loads(process.stdout.readline())["url"] for _ in range(60)]
        process.send_signal(end)
        rest, _ = process.communicate()
    decided += [json.loads(line)["url"] for line in rest.splitlines() if line.endswith("}")]
    assert process.returncode == code
    assert len(decided) < 200
    time.sleep(10 * site.latency_seconds)  # what the server was still about to answer
    site.asked.clear()
    monkeypatch.chdir(tmp_path)
    _, text = run("--links-from", "links", "--format", "jsonl")
    assert set(verdicts(text).values()) == {"ok"}
    assert {urlsplit(url).query for url in decided}.isdisjoint(
        urlsplit(path).query for path in site.asked
    )
    assert len(site.asked) <= 200 - len(decided)


@pytest.mark.slow
def test_two_runs_at_once_share_a_cache(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    with start_on_many(site, tmp_path) as first, start_on_many(site, tmp_path) as second:
        told = [process.communicate()[0] for process in (first, second)]
    assert [len(text.splitlines()) for text in told] == [200, 200]
    site.asked.clear()
    monkeypatch.chdir(tmp_path)
    _, text = run("--links-from", "links", "--format", "jsonl")
    assert (len(verdicts(text)), site.asked) == (200, [])
