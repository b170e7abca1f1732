# SPDX-License-Identifier: Apache-2.0
"""The progress of a check of links, on a terminal and elsewhere."""

from __future__ import annotations

import io
import re

import pytest
from link_reports import result

from os_apiref.links.result import Verdict
from os_apiref.reports.links_progress import DRAW_SECONDS, LINE_SECONDS, Progress

BROKEN = result("https://a.example/", Verdict.BROKEN)
OK = result("https://a.example/", Verdict.OK)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    """A terminal that understands what a progress writes, and keeps what is in sight."""

    def __init__(self, is_terminal: bool = True) -> None:
        super().__init__()
        self._is_terminal = is_terminal
        self.lines = ["before", ""]
        self.row, self.column, self.drawings = 1, 0, 0

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, text: str) -> int:
        self.drawings += 1
        for part in re.findall(r"\x1b\[\d*[A-Z]|[\r\n]|[^\x1b\r\n]+", text):
            if part == "\r":
                self.column = 0
            elif part == "\n":
                self.row, self.column = self.row + 1, 0
                self.lines += [""] * (self.row + 1 - len(self.lines))
            elif part == "\x1b[J":
                del self.lines[self.row + 1 :]
                self.lines[self.row] = self.lines[self.row][: self.column]
            elif part.startswith("\x1b["):
                assert part.endswith("A")
                self.row -= int(part[2:-1])
            else:
                self.lines[self.row] = self.lines[self.row][: self.column] + part
                self.column += len(part)
        return len(text)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def progress_on(terminal: Terminal, clock: Clock, columns: int = 100) -> Progress:
    progress = Progress(terminal, clock=clock, columns=lambda: columns)
    progress.start(200)
    return progress


def draw(progress: Progress, clock: Clock) -> None:
    clock.now += DRAW_SECONDS + 0.01
    progress.tick()


def test_it_says_how_far_it_is_and_who_is_asked(terminal: Terminal, clock: Clock) -> None:
    progress = progress_on(terminal, clock)
    for host in ("b.example", "a.example", "a.example", "d.example", "c.example", "e.example"):
        progress.begin(host)
    for one in (OK, BROKEN) * 25:
        progress.decided(one)
    progress.end("e.example")
    clock.now += 61
    draw(progress, clock)
    assert terminal.lines == [
        "before",
        "[#####---------------] 50 of 200 links, 25 bad, 4 hosts busy  1:01",
        "asking a.example, b.example, c.example and 1 more",
    ]


def test_it_says_who_is_waited_for_and_why_until_the_wait_is_over(
    terminal: Terminal, clock: Clock
) -> None:
    progress = progress_on(terminal, clock)
    progress.begin("a.example")
    progress.begin("b.example")
    progress.wait("a.example", 42, "429 Too Many Requests")
    draw(progress, clock)
    assert terminal.lines[1:] == [
        "[--------------------] 0 of 200 links, 1 host busy, 1 waiting  0:00",
        "waiting for a.example 42 s (429 Too Many Requests)",
    ]
    clock.now += 30
    draw(progress, clock)
    assert terminal.lines[2] == "waiting for a.example 12 s (429 Too Many Requests)"
    clock.now += 13
    draw(progress, clock)
    assert terminal.lines[2] == "asking a.example, b.example"


def test_it_is_drawn_ten_times_a_second_at_most(terminal: Terminal, clock: Clock) -> None:
    progress = progress_on(terminal, clock)
    for _ in range(1000):
        clock.now += 0.001
        progress.decided(OK)
    assert 8 <= terminal.drawings <= 10


def test_it_leaves_no_trace(terminal: Terminal, clock: Clock) -> None:
    progress = progress_on(terminal, clock)
    progress.begin("a.example")
    draw(progress, clock)
    progress.end("a.example")
    draw(progress, clock)
    assert len(terminal.lines) == 2
    progress.close()
    progress.close()
    assert terminal.lines == ["before", ""]


def test_no_line_is_wider_than_the_terminal(terminal: Terminal, clock: Clock) -> None:
    progress = progress_on(terminal, clock, columns=30)
    progress.begin("x" * 200)
    draw(progress, clock)
    assert [len(line) for line in terminal.lines[1:]] == [29, 29]


@pytest.mark.parametrize("text", ["\x1b[31m", "a\nb", "日本", "a\u202eb", "\ud800", "\r"])
def test_what_servers_write_neither_moves_nor_colours_the_terminal(
    terminal: Terminal, clock: Clock, text: str
) -> None:
    progress = progress_on(terminal, clock)
    progress.wait(text, 10, text)
    draw(progress, clock)
    assert terminal.lines[1:][1] == f"waiting for {ascii(text)[1:-1]} 10 s ({ascii(text)[1:-1]})"


@pytest.mark.parametrize("is_terminal", [False, True])
def test_where_nothing_can_be_redrawn_a_line_comes_now_and_then(
    clock: Clock, is_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal(is_terminal)
    progress = progress_on(stream, clock)
    progress.begin("a.example")
    progress.wait("a.example", 30, "503")
    for _ in range(25):
        clock.now += LINE_SECONDS / 10
        progress.decided(BROKEN)
    progress.close()
    assert stream.lines == [
        "before",
        "checked 10 of 200 links, 10 bad, 1 waiting; waiting for a.example 20 s (503)",
        "checked 20 of 200 links, 20 bad, 1 waiting; waiting for a.example 10 s (503)",
        "",
    ]


def test_a_short_check_elsewhere_says_nothing(clock: Clock) -> None:
    stream = Terminal(is_terminal=False)
    progress = progress_on(stream, clock)
    progress.decided(OK)
    progress.close()
    assert stream.drawings == 0


def test_the_width_of_what_is_no_terminal_is_guessed(clock: Clock, terminal: Terminal) -> None:
    progress = Progress(terminal, clock=clock)
    progress.begin("x" * 200)
    draw(progress, clock)
    assert len(terminal.lines[2]) == 79
