# SPDX-License-Identifier: Apache-2.0
"""What is remembered of links between runs: answers, and when a link was last good."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from os_apiref.links.answer import Answer
from os_apiref.links.answerjson import dump_answer, load_answer

DEFAULT_PATH = Path(".os-apiref", "links.sqlite")

VERSION = 1
"""Of the tables below; another one's file is set aside."""

ANSWER_DAYS = 90
"""After which an answer is forgotten: its link has gone from the reference, most likely."""

GOOD_DAYS = 730

_BUSY_SECONDS = 10.0
_DAY = 86_400.0

_TABLES = (
    "CREATE TABLE answers (address TEXT PRIMARY KEY, at REAL NOT NULL, answer TEXT NOT NULL)",
    "CREATE TABLE good (url TEXT PRIMARY KEY, at REAL NOT NULL)",
)


class _ForeignError(sqlite3.DatabaseError):
    """A database that another program or version made."""


class Cache:
    """Answers by address, in a file or, for None, in memory.

    What is put is in the file when ``put`` returns: nothing that kills the
    process loses it. Several processes may use one file. A file that cannot
    be used is set aside or left alone, ``warning`` says so, and all goes on.
    """

    def __init__(self, path: Path | None) -> None:
        self.warning = ""
        """Why the file could not be used, '' where it could."""
        self._path = path
        self._connection = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def get(self, address: str) -> Answer | None:
        """Return the answer that is remembered of an address, whatever its age."""
        rows = self._run("SELECT answer FROM answers WHERE address = ?", (_key(address),))
        answer = load_answer(rows[0][0]) if rows else None
        return answer if answer and answer.url == address else None

    def put(self, answer: Answer) -> None:
        """Remember an answer."""
        self._run(
            "INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT (address) DO UPDATE"
            " SET at = excluded.at, answer = excluded.answer",
            (_key(answer.url), answer.when, dump_answer(answer)),
        )

    def last_good(self, url: str) -> float | None:
        """Return when a URL was last good, in seconds since the epoch, None where nobody knows."""
        rows = self._run("SELECT at FROM good WHERE url = ?", (_key(url),))
        return float(rows[0][0]) if rows else None

    def note_good(self, url: str, when: float) -> None:
        """Remember that a URL was good at a time."""
        self._run(
            "INSERT INTO good VALUES (?, ?) ON CONFLICT (url) DO UPDATE"
            " SET at = excluded.at WHERE excluded.at > at",
            (_key(url), when),
        )

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all that is put inside one transaction, which costs what one alone costs."""
        self._run("BEGIN IMMEDIATE", ())
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._commit()

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._connection.close()
            self._connection = self._replace(error)

    def _run(self, statement: str, values: Sequence[object]) -> list[Any]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            self._connection.close()
            self._connection = self._replace(error)
            return self._connection.execute(statement, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _in_memory()
        try:
            _make_folder(self._path.parent)
            return _open(self._path)
        except (OSError, ValueError, sqlite3.Error) as error:  # ValueError: no name of a file
            return self._replace(error)

    def _replace(self, error: Exception) -> sqlite3.Connection:
        """Return another database for one that failed: a new file if that helps, else memory."""
        path, self._path = self._path, None
        if path and _is_damage(error):
            try:
                aside = _set_aside(path)
                connection = _open(path)
            except (OSError, sqlite3.Error) as second:
                error = second
            else:
                # Without a path from now on: what fails twice is not tried again.
                self.warning = f"{path} cannot be used ({_words(error)}); it is now {aside}"
                return connection
        self.warning = f"{path} cannot be used ({_words(error)}); nothing will be remembered"
        return _in_memory()


def _key(url: str) -> str:
    """Return a URL as SQLite can store it, which no lone surrogate can be."""
    return url.encode("utf-8", "backslashreplace").decode()


def _make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    # Only in a folder of our own: elsewhere it would hide what others put there.
    if folder.name == DEFAULT_PATH.parent.name and not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


def _connect(name: str) -> sqlite3.Connection:
    # Without isolation level every statement is a transaction of its own.
    return sqlite3.connect(name, timeout=_BUSY_SECONDS, isolation_level=None)


def _in_memory() -> sqlite3.Connection:
    connection = _connect(":memory:")
    _create(connection)
    return connection


def _open(path: Path) -> sqlite3.Connection:
    connection = _connect(str(path))
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        _use_log(connection)
        connection.execute("BEGIN IMMEDIATE")
        if not _tables(connection):
            _create(connection)
        if _version(connection) != VERSION or _tables(connection) != set(_TABLES):
            raise _ForeignError("another program or version made it")
        now = time.time()
        connection.execute("DELETE FROM answers WHERE at < ?", (now - ANSWER_DAYS * _DAY,))
        connection.execute("DELETE FROM good WHERE at < ?", (now - GOOD_DAYS * _DAY,))
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _use_log(connection: sqlite3.Connection) -> None:
    """Write ahead: readers and a writer go on at once, and a commit waits for no disk.

    Two processes that open a new file together may both want to change its
    mode; SQLite lets the second one fail, whatever its timeout.
    """
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")


def _create(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _tables(connection: sqlite3.Connection) -> set[str]:
    """Return what the database consists of: a trigger or a view is none of ours."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
    return {str(sql) for (sql,) in connection.execute(query)}


def _is_damage(error: Exception) -> bool:
    """Whether a file is no cache of ours, rather than locked, unreadable or on a full disk."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.OperationalError | sqlite3.ProgrammingError
    )


def _set_aside(path: Path) -> Path:
    """Move a file, and what SQLite wrote beside it, to a name that nothing has."""
    number = 1
    while (aside := path.with_name(f"{path.name}.corrupt-{number}")).exists():
        number += 1
    path.rename(aside)
    for end in ("-wal", "-shm"):
        # An old log beside a new file would be read as part of it.
        beside = path.with_name(f"{path.name}{end}")
        if beside.exists():
            beside.rename(aside.with_name(f"{aside.name}{end}"))
    return aside


def _words(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
