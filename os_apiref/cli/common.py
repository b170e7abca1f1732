# SPDX-License-Identifier: Apache-2.0
"""What the commands share: arguments, exit codes, the words of an error."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os_apiref.sphinxext.order import BuildFailed, Misuse, Order

OK, PROBLEMS, MISUSE, INTERRUPTED = 0, 1, 2, 130


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add the folder of the documents."""
    parser.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?",
        type=Path,
        default=Path("source"),
        help="folder of the documents (default: source)",
    )


def add_reading(parser: argparse.ArgumentParser, remembered: str) -> argparse._ArgumentGroup:
    """Add how the documents are read; ``remembered`` is where Sphinx's memory lies."""
    group = parser.add_argument_group("what to read")
    group.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        default=1,
        metavar="N",
        help="processes to work in, 'auto' for one per processor (default: 1)",
    )
    group.add_argument("-E", "--fresh-env", action="store_true", help="read every document anew")
    group.add_argument(
        "-d",
        "--doctree-dir",
        type=Path,
        metavar="PATH",
        help=f"folder for what is remembered between builds (default: {remembered})",
    )
    group.add_argument(
        "-c",
        "--conf-dir",
        type=Path,
        metavar="PATH",
        help="folder of conf.py (default: SOURCE)",
    )
    group.add_argument(
        "-D",
        "--define",
        type=_setting,
        action="append",
        default=[],
        metavar="name=value",
        help="set an option of conf.py",
    )
    group.add_argument(
        "-t", "--tag", action="append", default=[], help="include 'only' blocks with this tag"
    )
    return group


def add_output(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add what is printed, and how."""
    group = parser.add_argument_group("output")
    group.add_argument("-q", "--quiet", action="store_true", help="print warnings and errors only")
    group.add_argument(
        "-T", "--show-traceback", action="store_true", help="print where an error came from"
    )
    group.add_argument(
        "--color", action="store_true", default=None, help="print in colours, always"
    )
    group.add_argument(
        "-N", "--no-color", action="store_false", dest="color", help="print without colours"
    )
    return group


def order_of(arguments: argparse.Namespace, outdir: Path, builder: str) -> Order:
    """Return what the arguments of a command order."""
    from os_apiref.sphinxext.order import Order

    given = vars(arguments)
    return Order(
        source=arguments.source,
        outdir=outdir,
        builder=builder,
        confdir=arguments.conf_dir,
        doctreedir=arguments.doctree_dir,
        overrides=dict(arguments.define),
        tags=tuple(arguments.tag),
        jobs=arguments.jobs,
        write_all=given.get("write_all", False),
        fresh=arguments.fresh_env,
        nitpicky=given.get("nitpicky", False),
        fail_on_warning=given.get("fail_on_warning", False),
        warning_file=given.get("warning_file"),
        verbosity=given.get("verbose", 0),
        quiet=arguments.quiet,
        colour=arguments.color,
    )


def _jobs(text: str) -> int:
    if text == "auto":
        return os.cpu_count() or 1
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is neither a number from 1 on nor 'auto'")
    return int(text)


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form name=value")
    return name, value


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; raises Misuse."""
    write_pieces(path, (text,))


def write_pieces(path: Path, pieces: Iterable[str]) -> None:
    """Write a file of many pieces whole or not at all; raises Misuse."""
    from os_apiref import atomic
    from os_apiref.sphinxext.order import Misuse

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_pieces(path, (piece.encode("utf-8") for piece in pieces))
    except OSError as error:
        raise Misuse(f"cannot write {path}: {error.strerror or error}") from error


def print_text(text: str) -> None:
    """Print text as UTF-8, bytes that came as lone surrogates as they were."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", errors="surrogateescape"))
    sys.stdout.flush()


def print_error(error: Misuse | BuildFailed, show_traceback: bool) -> int:
    """Print why a command came to no end, and return its exit code."""
    from os_apiref.sphinxext.order import BuildFailed

    print(f"os-apiref: error: {_message(error)}", file=sys.stderr)
    if not isinstance(error, BuildFailed):
        return MISUSE
    if show_traceback:
        print(Path(error.log).read_text(encoding="utf-8"), file=sys.stderr)
    return PROBLEMS


def _message(error: Misuse | BuildFailed) -> str:
    log = getattr(error, "log", "")
    return f"{error.args[0]} (all of it is in {log})" if log else str(error)
