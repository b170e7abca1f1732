# SPDX-License-Identifier: Apache-2.0
"""The command ``export``."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from os_apiref.cli.common import (
    OK,
    add_output,
    add_reading,
    add_source,
    order_of,
    print_error,
    print_text,
    write_pieces,
)
from os_apiref.options import FORMATS, PAGE_BUILDERS
from os_apiref.problems import count

if TYPE_CHECKING:
    from os_apiref.export.formats import File, Format, Wishes
    from os_apiref.export.publication import Publication

STANDARD_OUTPUT = "-"


def add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``export``."""
    text = (
        "Write a reference as data for programs, from the sources that its pages are made of. "
        "os_apiref_publish has each build write the same beside the pages."
    )
    epilog = (
        "Exit code: 0; 1 if the reference cannot be read; 2 if the command cannot be carried "
        "out as given."
    )
    parser = commands.add_parser(
        "export",
        help="write data for programs",
        description=text,
        epilog=epilog,
        allow_abbrev=False,
    )
    add_source(parser)
    _add_wishes(parser)
    add_reading(parser, "a temporary folder")
    add_output(parser)
    parser.set_defaults(run=_export)


def _add_wishes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default=FORMATS[0],
        help=f"what to write (default: {FORMATS[0]})",
    )
    parser.add_argument(
        "-o",
        "--output",
        default=STANDARD_OUTPUT,
        metavar="FILE",
        help="where to write it, whole or not at all; a folder for a format of many files "
        "(default: the standard output)",
    )
    parser.add_argument(
        "--pages",
        choices=PAGE_BUILDERS,
        default=PAGE_BUILDERS[0],
        help="the builder of the pages that addresses lead to (default: html)",
    )
    parser.add_argument(
        "--at-version",
        default="",
        metavar="VERSION",
        help="describe the API of one microversion, for instance 2.53 (openapi)",
    )


def _export(arguments: argparse.Namespace) -> int:
    from os_apiref.sphinxext.build import fewer_collections
    from os_apiref.sphinxext.order import BuildFailed, Misuse

    try:
        with fewer_collections():
            return _run(arguments)
    except (Misuse, BuildFailed) as error:
        return print_error(error, arguments.show_traceback)


def _run(arguments: argparse.Namespace) -> int:
    from os_apiref.export.formats import FORMATS, Wishes
    from os_apiref.sphinxext.export import read_publication
    from os_apiref.sphinxext.order import Misuse

    chosen = FORMATS[arguments.format]
    is_printed = arguments.output == STANDARD_OUTPUT
    if chosen.is_folder and is_printed:
        raise Misuse(f"{arguments.format} is several files; name a folder for them with -o")
    if arguments.at_version and not chosen.has_versions:
        raise Misuse(f"{arguments.format} is of all versions; --at-version is for openapi")
    with tempfile.TemporaryDirectory(prefix="os-apiref-") as folder:
        order = order_of(arguments, Path(folder), "dummy")
        publication = read_publication(order, arguments.pages, arguments.format)
    suffix = "" if is_printed else Path(arguments.output).suffix
    wishes = Wishes(suffix=suffix, at_version=arguments.at_version)
    files = _files(chosen, publication, wishes)
    if is_printed:
        for piece in next(files).pieces:
            print_text(piece)
        return OK
    remark, number = "", len(publication.reference.operations)
    if chosen.is_folder:
        _write_tree(Path(arguments.output), files, publication.assets)
    else:
        file = next(files)
        remark = f"; {file.remark}" if file.remark else ""
        number = number if file.operations is None else file.operations
        write_pieces(Path(arguments.output), file.pieces)
    if not arguments.quiet:
        print(f"{arguments.output} has {count(number, 'operation')}{remark}.")
    return OK


def _files(chosen: Format, publication: Publication, wishes: Wishes) -> Iterator[File]:
    from os_apiref.export.formats import UnknownVersion
    from os_apiref.sphinxext.order import Misuse

    try:
        yield from chosen.files(publication, wishes)
    except UnknownVersion as error:
        raise Misuse(str(error)) from error


def _write_tree(folder: Path, files: Iterator[File], assets: Mapping[str, str]) -> None:
    from os_apiref.export.folders import write_tree
    from os_apiref.sphinxext.order import Misuse

    try:
        write_tree(folder, files, assets)
    except OSError as error:
        raise Misuse(f"cannot write {error.filename}: {error.strerror or error}") from error
