# SPDX-License-Identifier: Apache-2.0
"""A running `os-apiref preview` for tests, and waiting with an end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import os_apiref

PATIENCE_SECONDS = 60
Found = TypeVar("Found")

INDEX = """\
Things
======

First words.

List things
-----------

.. rest_method:: GET /things/{thing_id}

.. rest_parameters:: parameters.yaml

   - thing_id: thing

.. literalinclude:: ../../samples/things.json
"""
PARAMETERS = """\
thing:
  in: path
  type: string
  required: true
  description: The first description.
"""


def write_project(folder: Path) -> Path:
    """Write a reference whose sample lies outside its source folder, and return that folder."""
    source = folder / "api" / "source"
    source.mkdir(parents=True)
    (source / "index.rst").write_text(INDEX)
    (source / "parameters.yaml").write_text(PARAMETERS)
    (folder / "samples").mkdir()
    (folder / "samples" / "things.json").write_text('{"first": 1}\n')
    return source


def environment() -> dict[str, str]:
    """Return an environment in which any working directory finds the package under test."""
    package = str(Path(os_apiref.__file__).parent.parent)
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}


def wait_for(look: Callable[[], Found | None], what: str) -> Found:
    """Return what `look` finds in the end."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {PATIENCE_SECONDS} s in vain for {what}")


class Preview:
    """A running preview."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self._log = log
        self.url = wait_for(self._find_url, f"the address of the pages in\n{self.output}")

    @property
    def output(self) -> str:
        """All that it printed."""
        return self._log.read_text()

    def _find_url(self) -> str | None:
        assert self.process.poll() is None, self.output
        match = re.search(r"Serving (http://\S+)", self.output)
        return match and match[1]

    def page(self, path: str = "") -> str:
        """Return a page as it is served now."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE_SECONDS) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def wait_for(self, text: str) -> None:
        """Wait until the first page holds a text."""
        wait_for(lambda: text in self.page(), f"{text!r}; it printed\n{self.output}")

    def stop(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE_SECONDS)


@contextmanager
def running_preview(folder: Path, *arguments: str) -> Iterator[Preview]:
    """Run the command in a folder; end it however the test ends."""
    log = folder / "preview.log"
    command = [sys.executable, "-m", "os_apiref", "preview", "--port", "0", *arguments]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=file, stderr=subprocess.STDOUT
        )
    try:
        yield Preview(process, log)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)
