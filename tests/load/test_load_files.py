# SPDX-License-Identifier: Apache-2.0
"""Files of definitions: what can be read, and where each line of a text came from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from os_apiref.kinds import ProblemKind
from os_apiref.load import files
from os_apiref.load.files import parse_mapping, read_definitions, text_of
from os_apiref.load.yamltree import Mapping, Scalar
from os_apiref.problems import Place, Problem

ASKED = Place("index.rst", 7)


def read(path: Path) -> tuple[str, list[tuple[Place, str]]]:
    """Return the text of a file, and place and words of each problem."""
    problems: list[Problem] = []
    text = read_definitions(path, ASKED, problems.append)
    assert {problem.kind for problem in problems} <= {ProblemKind.UNREADABLE_FILE}
    return text, [(problem.place, problem.text) for problem in problems]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a: b\n", "a: b\n"),
        (b"\xef\xbb\xbfa: b\n", "a: b\n"),
        (b"a: b\r\nc: d\r\n", "a: b\nc: d\n"),
        (b"a: b\rc: d\r", "a: b\nc: d\n"),
        ("a: b\u2028c\x85d\n".encode(), "a: b c d\n"),
        ("ü: €\n".encode(), "ü: €\n"),
    ],
)
def test_one_line_end_for_all(content: bytes, text: str, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(content)
    assert read(path) == (text, [])


@pytest.mark.parametrize(
    ("content", "text", "line", "words"),
    [
        (b"", "", 1, "the file is empty"),
        (b" \n\n", " \n\n", 1, "the file is empty"),
        (b"a: b\nc: \xfc\n", "a: b\nc: \ufffd\n", 2, "the byte 0xfc is not UTF-8"),
        (b"\xef\xbb\xbfa\n\n\xff", "a\n\n\ufffd", 3, "the byte 0xff is not UTF-8"),
        ("a: ü\n".encode("utf-16-le"), "a\0:\0 \0\ufffd\0\n\0", 1, "the byte 0xfc is not UTF-8"),
        (b"\xff\xfe" + "a: ü\n".encode("utf-16-le"), "a: ü\n", 1, "the file is UTF-16"),
        (b"\xfe\xff" + "a: ü\n".encode("utf-16-be"), "a: ü\n", 1, "the file is UTF-16"),
    ],
)
def test_what_is_not_utf_8(
    content: bytes, text: str, line: int, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "p.yaml"
    path.write_bytes(content)
    found, [(place, message)] = read(path)
    assert (found, place) == (text, Place(str(path), line))
    assert message.startswith(words)


def test_a_missing_file_with_a_near_name(tmp_path: Path) -> None:
    (tmp_path / "parameters.yaml").touch()
    path = tmp_path / "paramters.yaml"
    expected = f"the file {path} does not exist; did you mean 'parameters.yaml'?"
    assert read(path) == ("", [(ASKED, expected)])


@pytest.mark.parametrize("name", ["nowhere/p.yaml", "x" * 5_000, "a\0b", ".", "pipe", "loop"])
def test_what_is_no_file(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    text, [(place, message)] = read(tmp_path / name)
    assert (text, place) == ("", ASKED)
    assert "does not exist" in message or "cannot be read" in message


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SIZE_LIMIT", 1024 * 1024)
    path = tmp_path / "p.yaml"
    path.write_bytes(b"a" * 1024 * 1024)
    assert read(path)[1] == []
    path.write_bytes(b"a" * (1024 * 1024 + 1))
    expected = (Place(str(path), 1), "the file has more than 1 MiB; split it")
    assert read(path) == ("", [expected])


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("- a: b\n", ProblemKind.MALFORMED_FILE, 1),
        ("\nwords\n", ProblemKind.MALFORMED_FILE, 2),
        ("# words\n", ProblemKind.UNREADABLE_FILE, 1),
        ("null\n", ProblemKind.UNREADABLE_FILE, 1),
    ],
)
def test_what_is_no_mapping(text: str, kind: ProblemKind, line: int) -> None:
    problems: list[Problem] = []
    assert parse_mapping(text, "p.yaml", "a mapping", problems.append).pairs == []
    assert [(one.kind, one.place.line) for one in problems] == [(kind, line)]
    assert "a mapping" in problems[0].text


@pytest.mark.parametrize(
    ("yaml", "content", "lines"),
    [
        pytest.param("d: text\n", "text", (1,), id="plain"),
        pytest.param("d: one\n  two\n  three\n", "one two three", (1,), id="plain, folded"),
        pytest.param("d: one\n\n  two\n", "one\ntwo", (1, 3), id="plain, two lines"),
        pytest.param("d:\n  one\n\n\n  two\n", "one\n\ntwo", (2, 2, 5), id="plain, paragraphs"),
        pytest.param("d: |\n  one\n  two\n\n  three\n", "one\ntwo\n\nthree", (2, 3, 4, 5), id="|"),
        pytest.param("d: |  # why\n\n  one\n", "\none", (2, 3), id="| with a blank line first"),
        pytest.param("d: |-\n    one\n      two\n", "one\n  two", (2, 3), id="|-"),
        pytest.param("d: |2+\n    one\n\n\n", "  one", (2,), id="|2+"),
        pytest.param("d: >\n  one\n  two\n\n  three\n", "one two\nthree", (2, 5), id=">"),
        pytest.param(
            "d: >\n  one\n  two\n\n\n  three\n    four\n  five\n",
            "one two\n\nthree\n  four\nfive",
            (2, 2, 6, 7, 8),
            id="> with paragraphs and a deeper line",
        ),
        pytest.param("d: >\n\n  one\n", "\none", (1, 3), id="> with a blank line first"),
        pytest.param("d: 'one\n  two\n\n  three'\n", "one two\nthree", (1, 4), id="single quotes"),
        pytest.param('d: "one\n  two\n\n  three"\n', "one two\nthree", (1, 4), id="double quotes"),
        pytest.param('d: "one\\ntwo\n  three"\n', "one\ntwo three", (1, 1), id="an escaped line"),
        pytest.param('d: "one\\n\\\n  two"\n', "one\ntwo", (1, 2), id="an escaped line end"),
        pytest.param('d:\n  " one\n\n  two"\n', " one\ntwo", (2, 4), id="a space in the quote"),
        pytest.param("d: ''\n", "", (1,), id="empty"),
    ],
)
def test_the_source_line_of_each_line(yaml: str, content: str, lines: tuple[int, ...]) -> None:
    mapping = parse_mapping(yaml, "p.yaml", "a mapping", pytest.fail)
    assert isinstance(mapping, Mapping)
    [(_, scalar)] = mapping.pairs
    assert isinstance(scalar, Scalar)
    text = text_of(scalar, yaml.split("\n"))
    assert (text.content, text.path, text.lines) == (content, "p.yaml", lines)
