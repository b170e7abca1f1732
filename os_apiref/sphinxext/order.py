# SPDX-License-Identifier: Apache-2.0
"""What a user asks the command to build, and what can come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from os_apiref.sphinxext import defaults

CONF = "conf.py"


class Misuse(Exception):  # noqa: N818 - it is the user's, not an error of ours
    """What was asked for cannot be built; the message says what to ask for instead."""


class BuildFailed(Exception):  # noqa: N818 - says more than 'BuildError' would
    """A build that ended before its pages were written.

    ``log`` is the path of a file with the traceback, ``files`` as in Outcome.
    """

    def __init__(self, message: str, log: str, files: tuple[str, ...] = ()) -> None:
        super().__init__(message, log, files)
        self.message = message
        self.log = log
        self.files = files


@dataclass(frozen=True)
class Order:
    """What to build, where to and how; the fields below ``builder`` are sphinx-build's."""

    source: Path
    outdir: Path
    builder: str = "html"
    confdir: Path | None = None
    doctreedir: Path | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    jobs: int = 1
    write_all: bool = False
    fresh: bool = False
    nitpicky: bool = False
    fail_on_warning: bool = False
    warning_file: Path | None = None
    verbosity: int = 0
    quiet: bool = False
    colour: bool | None = None
    """Whether to print in colours; None asks the terminal."""
    option_defaults: Mapping[str, Any] = field(default_factory=dict)
    """Values of our options where neither ``conf.py`` nor ``overrides`` sets them."""

    @property
    def confdir_found(self) -> Path | None:
        """The folder of ``conf.py``, None where there is none."""
        folder = self.confdir or self.source
        return folder.resolve() if (folder / CONF).is_file() else None


@dataclass(frozen=True)
class Outcome:
    """A build that came to its end."""

    page: Path
    """What to open: the first page, or the folder where a builder makes no pages."""
    operations: int
    warnings: int
    notes: int
    succeeded: bool
    """False where warnings count as errors and there are any."""
    files: tuple[str, ...] = ()
    """Every file outside the source folder that a document depends on, missing ones too."""


def check(order: Order) -> None:
    """Raise Misuse where an order cannot be carried out."""
    source, outdir = order.source.resolve(), order.outdir.resolve()
    if not source.exists():
        raise Misuse(f"there is no folder {order.source}; name the folder of your documents")
    if not source.is_dir():
        raise Misuse(f"{order.source} is a file; name the folder that holds it")
    if outdir.exists() and not outdir.is_dir():
        raise Misuse(f"{order.outdir} is a file; name a folder for the pages")
    if source.is_relative_to(outdir):
        raise Misuse(f"the pages would be written over {order.source}; name another OUTDIR")
    if order.confdir and not (order.confdir / CONF).is_file():
        raise Misuse(f"{order.confdir} has no {CONF}")
    if order.confdir_found is None and defaults.find_root(source) is None:
        raise Misuse(
            f"{order.source} has no document to start with; "
            "add index.rst, or a conf.py that sets root_doc"
        )
