# SPDX-License-Identifier: Apache-2.0
"""The command ``links``, called as a user calls it, against a server on loopback."""

from __future__ import annotations

import http.server
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from os_apiref import cli

PAGE = b"<!DOCTYPE html><title>Guide</title><h1 id=start>Start</h1><p>" + b"words " * 300
ALLOWED = ("--allow-network", "127.0.0.0/8")


class Site:
    """What a server answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_gone = False
        self.url = ""

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
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
        threading.Thread(target=server.serve_forever, daemon=True).start()
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
