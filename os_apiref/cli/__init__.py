# SPDX-License-Identifier: Apache-2.0
"""The command ``os-apiref``: arguments, printing, exit codes.

What does the work is imported when it is asked for, so that ``--help`` is instant.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from os_apiref import __version__
from os_apiref.cli.build import add_build, add_preview
from os_apiref.cli.check import add_check
from os_apiref.cli.common import INTERRUPTED, MISUSE, OK, PROBLEMS
from os_apiref.cli.export import add_export
from os_apiref.cli.format import add_format
from os_apiref.cli.links import add_links

__all__ = ["INTERRUPTED", "MISUSE", "OK", "PROBLEMS", "main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Who reads has read enough; else Python would complain when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="os-apiref",
        description="API references written in reStructuredText, kept true by machine.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"os-apiref {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_build(commands)
    add_check(commands)
    add_export(commands)
    add_format(commands)
    add_links(commands)
    add_preview(commands)
    return parser
