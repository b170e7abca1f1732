# SPDX-License-Identifier: Apache-2.0
"""The command ``format``."""

from __future__ import annotations

import argparse
from pathlib import Path

from os_apiref.cli.common import print_error
from os_apiref.cli.repairs import carry_out, show


def add_format(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``format``."""
    text = (
        "Put the definitions of YAML files in order (header, path, query, body, then by name) "
        "and mend their layout. Definitions move as they are: comments, block scalars and all "
        "else stay byte for byte, and a file that would not say the same is left alone."
    )
    epilog = (
        "Exit code: 0; 1 with --diff if anything would change; 2 if a file cannot be read or "
        "written."
    )
    parser = commands.add_parser(
        "format",
        help="put definitions in order",
        description=text,
        epilog=epilog,
        allow_abbrev=False,
    )
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=Path,
        default=[Path("source")],
        help="files of definitions, or folders with such files (default: source)",
    )
    parser.add_argument("--diff", action="store_true", help="show the changes, and change nothing")
    parser.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    parser.set_defaults(run=_format)


def _format(arguments: argparse.Namespace) -> int:
    from os_apiref.fixes.plan import plan_format
    from os_apiref.load.definitionfiles import find_definition_files
    from os_apiref.sphinxext.order import Misuse

    missing = [path for path in arguments.paths if not path.exists()]
    if missing:
        return print_error(Misuse(f"there is no {missing[0]}; name files or folders"), False)
    plan = plan_format(find_definition_files(arguments.paths))
    return show(plan) if arguments.diff else carry_out(plan, arguments.quiet)
