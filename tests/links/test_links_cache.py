# SPDX-License-Identifier: Apache-2.0
"""What is remembered outlives kills, other runs and bad files."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from os_apiref.links.answer import Answer, Failure, Hop
from os_apiref.links.answerjson import dump_answer, load_answer
from os_apiref.links.cache import ANSWER_DAYS, VERSION, Cache
from os_apiref.links.lifetimes import LIFETIMES, holds, is_fresh, knows, lifetime_seconds
from os_apiref.links.result import Verdict

URL = "https://example.org/a"
NOW = 2_000_000_000.0
DAY = 86_400.0

FULL = Answer(
    URL,
    200,
    Failure.TIMEOUT,
    "späť",
    (Hop(URL, 301, "https://example.org/b#c"),),
    "text/html; charset=utf-8",
    '"tag"',
    "Mon, 01 Jan 2024 00:00:00 GMT",
    frozenset({"a", "日本", "\ud800"}),
    True,
    "title\nheading\ntext",
    "Cloudflare",
    NOW,
    0.5,
    3,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".os-apiref" / "links.sqlite"


def test_an_answer_is_remembered_whole(path: Path) -> None:
    with Cache(path) as cache:
        assert cache.get(URL) is None
        cache.put(FULL)
        assert cache.get(URL) == FULL
    with Cache(path) as cache:
        assert cache.get(URL) == FULL
        assert cache.warning == ""


def test_a_later_answer_replaces_an_earlier_one(path: Path) -> None:
    with Cache(path) as cache:
        cache.put(Answer(URL, 404, when=NOW))
        cache.put(Answer(URL, 200, when=NOW + 1))
        assert cache.get(URL) == Answer(URL, 200, when=NOW + 1)


@pytest.mark.parametrize("url", ["https://example.org/é", "x\ud800", "a\0b", "' OR 1=1 --", ""])
def test_any_url_can_be_remembered(path: Path, url: str) -> None:
    with Cache(path) as cache:
        cache.put(Answer(url, 200, when=NOW))
        cache.note_good(url, NOW)
        assert cache.get(url) == Answer(url, 200, when=NOW)
        assert cache.last_good(url) == NOW
        assert cache.warning == ""


def test_when_a_link_was_last_good_is_remembered(path: Path) -> None:
    with Cache(path) as cache:
        assert cache.last_good(URL) is None
        cache.note_good(URL, NOW)
        cache.note_good(URL, NOW - DAY)
        assert cache.last_good(URL) == NOW


def test_what_is_put_together_is_there_together(path: Path) -> None:
    with Cache(path) as cache, Cache(path) as other:
        with cache.together():
            cache.put(FULL)
            cache.note_good(URL, NOW)
            assert other.get(URL) is None
        assert other.get(URL) == FULL
        assert other.last_good(URL) == NOW


@pytest.mark.parametrize(
    ("verdict", "failure", "age", "expected"),
    [
        (Verdict.OK, None, 0, True),
        (Verdict.OK, None, 5 * DAY, True),
        (Verdict.OK, None, 9 * DAY, False),
        (Verdict.OK, None, -2 * DAY, False),
        (Verdict.BROKEN, None, 600, True),
        (Verdict.BROKEN, None, DAY, False),
        (Verdict.UNAVAILABLE, None, 60, True),
        (Verdict.UNAVAILABLE, None, 3_600, False),
        (Verdict.IGNORED, None, 0, False),
        (Verdict.UNKNOWN, Failure.TOO_LARGE, 60, True),
        (Verdict.UNKNOWN, Failure.REFUSED_ADDRESS, 0, False),
        (Verdict.BROKEN, Failure.MALFORMED_URL, 0, False),
    ],
)
def test_a_verdict_holds_for_its_lifetime(
    verdict: Verdict, failure: Failure | None, age: float, expected: bool
) -> None:
    assert holds(Answer(URL, 200, failure, when=NOW), verdict, NOW + age) is expected


HTML = Answer(URL, 200, None, "OK", (), "text/html", ids=frozenset({"a"}), when=NOW)
WHOLE = replace(HTML, has_all_ids=True)


@pytest.mark.parametrize(
    ("answer", "fragments", "age", "expected"),
    [
        pytest.param(HTML, [""], DAY, True, id="a page"),
        pytest.param(HTML, ["", "#a"], DAY, True, id="a page and an id that was found"),
        pytest.param(HTML, ["#b"], 60, False, id="an id that nobody looked for"),
        pytest.param(WHOLE, ["#b"], 60, True, id="an id that is known to be lost"),
        pytest.param(WHOLE, ["", "#b"], DAY, False, id="an id that was lost long ago"),
        pytest.param(Answer(URL, 404, when=NOW), ["", "#a"], 60, True, id="what is broken"),
    ],
)
def test_an_answer_is_fresh_while_the_verdict_on_each_of_its_urls_holds(
    answer: Answer, fragments: list[str], age: float, expected: bool
) -> None:
    urls = [f"{URL}{fragment}" for fragment in fragments]
    assert is_fresh(answer, urls, NOW + age) is expected


def test_lifetimes_differ_by_url_and_by_nothing_else() -> None:
    spans = [lifetime_seconds(Verdict.OK, f"https://example.org/{n}") for n in range(100)]
    assert spans == [lifetime_seconds(Verdict.OK, f"https://example.org/{n}") for n in range(100)]
    assert len(set(spans)) == 100
    assert 0.8 * 7 * DAY <= min(spans) < 6 * DAY
    assert 8 * DAY < max(spans) <= 1.2 * 7 * DAY


def test_every_verdict_has_a_lifetime() -> None:
    assert set(LIFETIMES) == set(Verdict)


@pytest.mark.parametrize(
    ("answer", "wanted", "expected"),
    [
        (Answer(URL, 200), [], True),
        (Answer(URL, 200), ["a"], False),
        (Answer(URL, 200), ["top"], True),
        (Answer(URL, 200, ids=frozenset({"a"})), ["a"], True),
        (Answer(URL, 200, ids=frozenset({"a"})), ["a", "b"], False),
        (Answer(URL, 200, ids=frozenset({"a"}), has_all_ids=True), ["a", "b"], True),
        (Answer(URL, 200, content_type="application/pdf"), ["a"], True),
        (Answer(URL, 404), ["a"], True),
        (Answer(URL, None, Failure.RESET), ["a"], True),
    ],
)
def test_an_answer_is_enough_for_some_fragments(
    answer: Answer, wanted: list[str], expected: bool
) -> None:
    assert knows(answer, wanted) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "not JSON",
        "[" * 100_000,
        dump_answer(FULL).replace('"status":200', '"status":"200"'),
        dump_answer(FULL).replace('"status":200', '"status":true'),
        dump_answer(FULL).replace('"TIMEOUT"', '"SOMETHING"'),
        dump_answer(FULL).replace('"when":2000000000.0', '"when":NaN'),
        dump_answer(FULL).replace('"head":', '"tail":'),
        dump_answer(FULL).replace(",301,", ',"301",'),
    ],
)
def test_a_text_that_is_no_answer_is_none(text: str) -> None:
    assert load_answer(text) is None


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_row_that_somebody_changed_is_asked_for_again(path: Path) -> None:
    with Cache(path) as cache:
        cache.put(Answer(URL, 200, when=NOW))
    change(path, "UPDATE answers SET answer = x'ff00'")
    with Cache(path) as cache:
        assert cache.get(URL) is None


def spoil_nothing(path: Path) -> None:
    path.write_bytes(b"")


def spoil_text(path: Path) -> None:
    path.write_bytes(b"This is no database.\n" * 500)


def spoil_middle(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 8_000 + content[8_100:])


def spoil_version(path: Path) -> None:
    change(path, f"PRAGMA user_version = {VERSION + 1}")


def spoil_tables(path: Path) -> None:
    change(path, "CREATE TABLE others (name TEXT)")


def spoil_trigger(path: Path) -> None:
    change(path, "CREATE TRIGGER t AFTER INSERT ON good BEGIN DELETE FROM answers; END")


@pytest.mark.parametrize(
    "spoil", [spoil_text, spoil_middle, spoil_version, spoil_tables, spoil_trigger]
)
def test_a_file_that_is_no_cache_is_set_aside(path: Path, spoil: object) -> None:
    with Cache(path) as cache:
        for number in range(200):
            cache.put(Answer(f"{URL}{number}", 200, head="x" * 500, when=NOW))
    assert callable(spoil)
    spoil(path)
    spoilt = path.read_bytes()
    with Cache(path) as cache:
        cache.get(URL)
        cache.put(FULL)
        assert f"{path} cannot be used" in cache.warning
        assert f"it is now {path}.corrupt-1" in cache.warning
        assert cache.get(URL) == FULL
    assert Path(f"{path}.corrupt-1").read_bytes() == spoilt
    with Cache(path) as cache:
        assert cache.get(URL) == FULL
        assert cache.warning == ""


def test_an_empty_file_is_an_empty_cache(path: Path) -> None:
    path.parent.mkdir()
    spoil_nothing(path)
    with Cache(path) as cache:
        cache.put(FULL)
        assert cache.warning == ""


def test_files_set_aside_keep_their_names(path: Path) -> None:
    path.parent.mkdir()
    for _ in range(2):
        spoil_text(path)
        Cache(path).close()
    assert sorted(file.name for file in path.parent.glob("*.corrupt-*")) == [
        "links.sqlite.corrupt-1",
        "links.sqlite.corrupt-2",
    ]


def test_a_file_spoilt_while_it_is_used_is_set_aside(path: Path) -> None:
    with Cache(path) as cache:
        cache.put(Answer(URL, 200, when=NOW))
        change(path, "DROP TABLE good")
        cache.note_good(URL, NOW)
        assert cache.last_good(URL) == NOW
        assert "cannot be used" in cache.warning


@pytest.mark.parametrize("name", ["file/links.sqlite", "folder", "a\0b"])
def test_a_path_that_cannot_be_written_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    with Cache(tmp_path / name) as cache:
        cache.put(FULL)
        assert cache.get(URL) == FULL
        assert "nothing will be remembered" in cache.warning
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]


def test_git_ignores_a_folder_of_our_own_and_no_other(path: Path, tmp_path: Path) -> None:
    Cache(path).close()
    assert (path.parent / ".gitignore").read_text() == "*\n"
    Cache(tmp_path / "links.sqlite").close()
    assert not (tmp_path / ".gitignore").exists()


def test_old_answers_are_forgotten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cache(path) as cache:
        cache.put(Answer(URL, 200, when=NOW))
        cache.note_good(URL, NOW)
    monkeypatch.setattr("time.time", lambda: NOW + (ANSWER_DAYS + 1) * DAY)
    with Cache(path) as cache:
        assert cache.get(URL) is None
        assert cache.last_good(URL) == NOW


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from os_apiref.links.answer import Answer
from os_apiref.links.cache import Cache
cache = Cache(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    url = f"https://example.org/{sys.argv[2]}/{number}"
    cache.put(Answer(url, 200, head="x" * 2_000, when=2_000_000_000.0))
    print(url, flush=True)
print("end", cache.warning, flush=True)
"""


def start_writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    folder = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )


def test_a_kill_loses_nothing_that_was_put(path: Path) -> None:
    with start_writer(path, "a", 1_000_000) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(300)]
        writer.send_signal(signal.SIGKILL)
        told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    with Cache(path) as cache:
        assert [url for url in told if cache.get(url) is None] == []
        assert cache.warning == ""


def test_several_processes_may_write_one_file(path: Path) -> None:
    """They even make it together: none waits for the others to begin."""
    writers = [start_writer(path, name, 200) for name in "abc"]
    told = [writer.communicate(timeout=60)[0].splitlines() for writer in writers]
    assert [lines[-1].strip() for lines in told] == ["end"] * 3
    with Cache(path) as cache:
        urls = [url for lines in told for url in lines[:-1]]
        assert len(urls) == 600
        assert [url for url in urls if cache.get(url) is None] == []
