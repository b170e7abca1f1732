# SPDX-License-Identifier: Apache-2.0
"""Where in a source file a URL is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from os_apiref.links.spots import Near, Spots
from os_apiref.load.texts import Texts
from os_apiref.problems import Place

A = "https://e.org/a"


@pytest.fixture
def spots() -> Spots:
    return Spots(Texts())


def write(folder: Path, text: str) -> str:
    path = folder / "index.rst"
    path.write_text(text, encoding="utf-8")
    return str(path)


FOUND = [
    ("the whole line", A, A, [(1, 1, A)]),
    ("a sentence's end", f"see {A}. Then", A, [(1, 5, A)]),
    ("in parentheses", f"(see {A})", A, [(1, 6, A)]),
    ("a longer URL that begins alike", f"{A}bc {A}/b {A}?c {A}#d", A, []),
    ("a longer URL with this one inside", f"https://archive.org/web/2016/{A}", A, []),
    ("a URL with its fragment", f"{A}#b", f"{A}#b", [(1, 1, f"{A}#b")]),
    ("twice on a line", f"{A} {A}", A, [(1, 1, A), (1, 17, A)]),
    ("an embedded URI", f"`text <{A}>`_", A, [(1, 8, A)]),
    ("a URL that ends with a mark", f"{A}_(b)", f"{A}_(b)", [(1, 1, f"{A}_(b)")]),
    ("an escape of RST", r"`t <https://e.org/a\_>`_", f"{A}_", [(1, 5, rf"{A}\_")]),
    ("escapes of JSON", r'"https:\/\/e.org\/a"', A, [(1, 2, r"https:\/\/e.org\/a")]),
    ("a reference of HTML", f'"{A}?b=1&amp;c=2"', f"{A}?b=1&c=2", [(1, 2, f"{A}?b=1&amp;c=2")]),
    ("over two lines", "`t <https://e.org/\n   a>`_", A, [(1, 5, "https://e.org/\n   a")]),
    ("over two lines and on", "`t <https://e.org/\n   ab>`_", A, []),
    ("without a scheme", 'src="//e.org/a"', "//e.org/a", [(1, 6, "//e.org/a")]),
    ("with a scheme where none is asked for", f'src="{A}"', "//e.org/a", []),
    ("a relative one", "`t <page.html#b>`_", "page.html#b", [(1, 5, "page.html#b")]),
    ("a relative one in a longer", "homepage.html#b page.html#bc", "page.html#b", []),
    ("not ASCII", "é https://e.org/é", "https://e.org/é", [(1, 3, "https://e.org/é")]),
    ("nothing", "", A, []),
]


@pytest.mark.parametrize(
    ("text", "url", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND]
)
def test_spots_of_a_url(
    spots: Spots, tmp_path: Path, text: str, url: str, expected: list[tuple[int, int, str]]
) -> None:
    found = spots.find(write(tmp_path, text), url)
    assert [spot[:3] for spot in found] == expected


def test_a_file_that_cannot_be_read_has_no_spots(spots: Spots, tmp_path: Path) -> None:
    assert list(spots.find(str(tmp_path / "none.rst"), A)) == []


def test_links_to_one_url_get_a_spot_each(spots: Spots, tmp_path: Path) -> None:
    path = write(tmp_path, f"{A} {A}\n\n{A}\n")
    near = Near(path, 1)
    taken = [spots.take(A, near)[0], spots.take(A, near)[0], spots.take(A, Near(path, 3))[0]]
    assert taken == [Place(path, 1, 1), Place(path, 1, 17), Place(path, 3, 1)]


def test_a_block_that_is_read_twice_takes_no_spot_of_another(spots: Spots, tmp_path: Path) -> None:
    path = write(tmp_path, f"{A}\n\n{A}\n")
    assert spots.take(A, Near(path, 1))[0] == spots.take(A, Near(path, 1))[0]


def test_the_nearest_spot_counts_where_the_line_is_not_exact(spots: Spots, tmp_path: Path) -> None:
    path = write(tmp_path, f"{A}\n\n\n\n\n{A}\n")
    assert spots.take(A, Near(path, 5))[0] == Place(path, 6, 1)


def test_an_embedded_uri_is_not_the_text_of_its_link(spots: Spots, tmp_path: Path) -> None:
    path = write(tmp_path, f"`{A} <{A}>`_")
    assert spots.take(A, Near(path, 1, in_brackets=True)) == (Place(path, 1, 19), A)


def test_what_stands_in_another_file_of_the_document_is_found(spots: Spots, tmp_path: Path) -> None:
    other = tmp_path / "other.inc"
    other.write_text(f"\n{A}\n", encoding="utf-8")
    near = Near(write(tmp_path, "nothing"), 1)
    assert spots.take(A, near, [str(other)]) == (Place(str(other), 2, 1), A)


def test_what_stands_nowhere_has_the_line_of_its_block(spots: Spots, tmp_path: Path) -> None:
    path = write(tmp_path, "nothing")
    assert spots.take(A, Near(path, 1)) == (Place(path, 1), "")


ROLES = [
    (":pep:`8`", "https://peps.python.org/pep-0008/", 1),
    ("x :rfc:`text <2822>`", "https://datatracker.ietf.org/doc/html/rfc2822.html", 3),
    (":pep:`1` :bug:`77#c5`", "https://e.org/bug/77#c5", 10),
    (":ref:`elsewhere`", "https://e.org/bug/77", 0),
]


@pytest.mark.parametrize(("text", "url", "column"), ROLES)
def test_a_role_is_told_by_what_it_is_about(
    spots: Spots, tmp_path: Path, text: str, url: str, column: int
) -> None:
    path = write(tmp_path, f"\n{text}\n")
    assert spots.take_role(url, Near(path, 2)) == Place(path, 2, column)


def test_hostile_lines_take_no_time(spots: Spots, tmp_path: Path) -> None:
    path = write(tmp_path, f"{A}{')' * 200_000}\n{'h' + ' ' * 200_000}\n{'a' * 200_000}:/\n")
    assert [spot.line for spot in spots.find(path, A)] == [1]
    assert spots.find(path, "https://e.org/none") == ()
