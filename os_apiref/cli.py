# SPDX-License-Identifier: Apache-2.0
"""The command ``os-apiref``: arguments, printing, exit codes.

What does the work is imported when it is asked for, so that ``--help`` is instant.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from os_apiref import __version__

if TYPE_CHECKING:
    from os_apiref.sphinxext.order import BuildFailed, Misuse, Order, Outcome

OK, PROBLEMS, MISUSE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="os-apiref",
        description="API references written in reStructuredText, kept true by machine.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"os-apiref {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_build(commands)
    _add_preview(commands)
    return parser


def _add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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
    _add_folders(parser, "build/BUILDER")
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
    parser.set_defaults(run=_build, write_all=False)


def _add_preview(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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
    _add_folders(parser, "build/preview")
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
    parser.set_defaults(
        run=_preview, outdir=Path("build", "preview"), builder="html", warning_file=None
    )


def _add_folders(parser: argparse.ArgumentParser, outdir: str) -> None:
    parser.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?",
        type=Path,
        default=Path("source"),
        help="folder of the documents (default: source)",
    )
    parser.add_argument(
        "outdir",
        metavar="OUTDIR",
        nargs="?",
        type=Path,
        help=f"folder for the pages (default: {outdir})",
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    what = parser.add_argument_group("what to build")
    what.add_argument(
        "-j",
        "--jobs",
        type=_jobs,
        default=1,
        metavar="N",
        help="processes to work in, 'auto' for one per processor (default: 1)",
    )
    what.add_argument("-a", "--write-all", action="store_true", help="write every page anew")
    what.add_argument("-E", "--fresh-env", action="store_true", help="read every document anew")
    what.add_argument(
        "-d",
        "--doctree-dir",
        type=Path,
        metavar="PATH",
        help="folder for what is remembered between builds (default: OUTDIR/.doctrees)",
    )
    what.add_argument(
        "-c",
        "--conf-dir",
        type=Path,
        metavar="PATH",
        help="folder of conf.py (default: SOURCE)",
    )
    what.add_argument(
        "-D",
        "--define",
        type=_setting,
        action="append",
        default=[],
        metavar="name=value",
        help="set an option of conf.py",
    )
    what.add_argument(
        "-t", "--tag", action="append", default=[], help="include 'only' blocks with this tag"
    )
    output = parser.add_argument_group("output")
    output.add_argument("-q", "--quiet", action="store_true", help="print warnings and errors only")
    output.add_argument(
        "-v", "--verbose", action="count", default=0, help="print more; can be repeated"
    )
    output.add_argument(
        "-T", "--show-traceback", action="store_true", help="print where an error came from"
    )
    output.add_argument(
        "--color", action="store_true", default=None, help="print in colours, always"
    )
    output.add_argument(
        "-N", "--no-color", action="store_false", dest="color", help="print without colours"
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


def _build(arguments: argparse.Namespace) -> int:
    from os_apiref.sphinxext.build import build
    from os_apiref.sphinxext.order import BuildFailed, Misuse

    try:
        outcome = build(_order(arguments))
    except (Misuse, BuildFailed) as error:
        return _print_error(error, arguments.show_traceback)
    if not arguments.quiet:
        print(_closing_line(outcome))
    return OK if outcome.succeeded else PROBLEMS


def _preview(arguments: argparse.Namespace) -> int:
    from os_apiref.sphinxext.order import BuildFailed, Misuse

    def show(result: Outcome | Misuse | BuildFailed, url: str) -> None:
        if isinstance(result, (Misuse, BuildFailed)):
            _print_error(result, arguments.show_traceback)
        elif not arguments.quiet:
            print(_closing_line(result))
        print(f"Serving {url} and watching for edits; Ctrl-C ends it.", flush=True)

    try:
        from os_apiref.sphinxext.preview import preview

        preview(
            _order(arguments),
            arguments.host,
            arguments.port,
            show,
            open_browser=arguments.open_browser,
        )
    except Misuse as error:
        return _print_error(error, arguments.show_traceback)
    except KeyboardInterrupt:
        # The one way to end it is no failure.
        print()
    return OK


def _order(arguments: argparse.Namespace) -> Order:
    from os_apiref.sphinxext.order import Order

    given = vars(arguments)
    return Order(
        source=arguments.source,
        outdir=arguments.outdir or Path("build", arguments.builder),
        builder=arguments.builder,
        confdir=arguments.conf_dir,
        doctreedir=arguments.doctree_dir,
        overrides=dict(arguments.define),
        tags=tuple(arguments.tag),
        jobs=arguments.jobs,
        write_all=arguments.write_all,
        fresh=arguments.fresh_env,
        nitpicky=given.get("nitpicky", False),
        fail_on_warning=given.get("fail_on_warning", False),
        warning_file=arguments.warning_file,
        verbosity=arguments.verbose,
        quiet=arguments.quiet,
        colour=arguments.color,
    )


def _closing_line(outcome: Outcome) -> str:
    counts = [_count(outcome.operations, "operation")]
    if outcome.warnings:
        counts.append(_count(outcome.warnings, "warning"))
    if outcome.notes:
        counts.append(_count(outcome.notes, "note"))
    if len(counts) == 1:
        counts.append("no problems")
    return f"The pages are in {outcome.page}: {', '.join(counts)}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print_error(error: Misuse | BuildFailed, show_traceback: bool) -> int:
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
