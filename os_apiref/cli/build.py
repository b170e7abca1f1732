# SPDX-License-Identifier: Apache-2.0
"""The commands ``build`` and ``preview``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from os_apiref.cli.common import (
    OK,
    PROBLEMS,
    add_output,
    add_reading,
    add_source,
    order_of,
    print_error,
)
from os_apiref.problems import count

if TYPE_CHECKING:
    from os_apiref.sphinxext.order import BuildFailed, Misuse, Outcome


def add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``build``."""
    text = (
        "Build the pages of a reference. SOURCE needs no conf.py; where there is one, it "
        "decides. Options mean what they mean to sphinx-build."
    )
    epilog = (
        "Exit code: 0; 1 if the build failed, or with -W if anything was warned of; "
        "2 if the command cannot be carried out as given."
    )
    parser = commands.add_parser(
        "build", help="build the pages", description=text, epilog=epilog, allow_abbrev=False
    )
    add_source(parser)
    _add_outdir(parser, "build/BUILDER")
    parser.add_argument(
        "-b", "--builder", default="html", help="html, latex, text, ... (default: html)"
    )
    _add_common(parser)
    problems = parser.add_argument_group("problems")
    problems.add_argument(
        "-W",
        "--fail-on-warning",
        action="store_true",
        help="exit with 1 if anything is warned of; notes do not count",
    )
    problems.add_argument(
        "--keep-going",
        action="store_true",
        help="accepted for old habits: every build with -W goes on to its end",
    )
    problems.add_argument(
        "-n", "--nitpicky", action="store_true", help="warn of every missing reference"
    )
    problems.add_argument(
        "-w",
        "--warning-file",
        type=Path,
        metavar="FILE",
        help="write the warnings to FILE, too",
    )
    parser.set_defaults(run=_build)


def add_preview(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``preview``."""
    text = (
        "Build the pages, serve them, and build them again whenever a document, a YAML file "
        "or a sample changes; open pages follow by themselves and show their own problems. "
        "Ctrl-C ends it."
    )
    parser = commands.add_parser(
        "preview",
        help="serve the pages and follow every edit",
        description=text,
        epilog="It takes sphinx-autobuild: pip install 'os-apiref[preview]'",
        allow_abbrev=False,
    )
    add_source(parser)
    _add_outdir(parser, "build/preview")
    serving = parser.add_argument_group("serving")
    serving.add_argument(
        "--host", default="127.0.0.1", help="address to serve at (default: 127.0.0.1)"
    )
    serving.add_argument(
        "--port", type=int, default=8000, help="port, 0 for a free one (default: 8000)"
    )
    serving.add_argument(
        "--open-browser", action="store_true", help="open the first page when it is there"
    )
    _add_common(parser)
    parser.set_defaults(run=_preview)


def _add_outdir(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "outdir",
        metavar="OUTDIR",
        nargs="?",
        type=Path,
        help=f"folder for the pages (default: {default})",
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    reading = add_reading(parser, "OUTDIR/.doctrees")
    reading.add_argument("-a", "--write-all", action="store_true", help="write every page anew")
    output = add_output(parser)
    output.add_argument(
        "-v", "--verbose", action="count", default=0, help="print more; can be repeated"
    )


def _build(arguments: argparse.Namespace) -> int:
    from os_apiref.sphinxext.build import build
    from os_apiref.sphinxext.order import BuildFailed, Misuse

    try:
        outdir = arguments.outdir or Path("build", arguments.builder)
        outcome = build(order_of(arguments, outdir, arguments.builder))
    except (Misuse, BuildFailed) as error:
        return print_error(error, arguments.show_traceback)
    if not arguments.quiet:
        print(_closing_line(outcome))
    return OK if outcome.succeeded else PROBLEMS


def _preview(arguments: argparse.Namespace) -> int:
    from os_apiref.sphinxext.order import BuildFailed, Misuse

    def show(result: Outcome | Misuse | BuildFailed, url: str) -> None:
        if isinstance(result, (Misuse, BuildFailed)):
            print_error(result, arguments.show_traceback)
        elif not arguments.quiet:
            print(_closing_line(result))
        print(f"Serving {url} and watching for edits; Ctrl-C ends it.", flush=True)

    try:
        from os_apiref.sphinxext.preview import preview

        preview(
            order_of(arguments, arguments.outdir or Path("build", "preview"), "html"),
            arguments.host,
            arguments.port,
            show,
            open_browser=arguments.open_browser,
        )
    except Misuse as error:
        return print_error(error, arguments.show_traceback)
    except KeyboardInterrupt:
        # The one way to end it is no failure.
        print()
    return OK


def _closing_line(outcome: Outcome) -> str:
    counts = [count(outcome.operations, "operation")]
    if outcome.warnings:
        counts.append(count(outcome.warnings, "warning"))
    if outcome.notes:
        counts.append(count(outcome.notes, "note"))
    if len(counts) == 1:
        counts.append("no problems")
    return f"The pages are in {outcome.page}: {', '.join(counts)}."
