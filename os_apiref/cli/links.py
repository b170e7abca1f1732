# SPDX-License-Identifier: Apache-2.0
"""The command ``links``."""

from __future__ import annotations

import argparse
import math
import re
import shutil
import sys
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING

from os_apiref.cli.common import (
    MISUSE,
    OK,
    PROBLEMS,
    add_output,
    add_reading,
    add_source,
    print_error,
    print_text,
    write_file,
)
from os_apiref.cli.following import follow, gather, since
from os_apiref.cli.repairs import carry_out, show

if TYPE_CHECKING:
    from os_apiref.fixes.plan import Plan
    from os_apiref.reports.links_report import LinkReport

FORMATS = ("text", "lines", "jsonl", "json", "html", "sarif", "github", "junit")
"""As in reports.links_formats, which is not imported for ``--help``."""

CACHE = Path(".os-apiref", "links.sqlite")


def add_links(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``links``."""
    text = (
        "Follow every link of a reference, politely: each address is asked once, what is known "
        "is remembered, and internal links are followed without the network. With --links-from "
        "the links come from a list instead."
    )
    epilog = (
        "Exit code: 0; 1 if a link has a verdict that --fail-on names; 2 if the command cannot "
        "be carried out as given; 130 after Ctrl-C, and the next run goes on from there."
    )
    parser = commands.add_parser(
        "links", help="follow every link", description=text, epilog=epilog, allow_abbrev=False
    )
    add_source(parser)
    _add_what(parser)
    _add_asking(parser)
    _add_report(parser)
    _add_repairs(parser)
    add_reading(parser, "a temporary folder")
    parser.set_defaults(run=_links)


def _add_what(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which links")
    group.add_argument(
        "--links-from",
        type=Path,
        metavar="FILE",
        help='lines of {"url": ..., "page": ..., "line": ...} instead of a reference; - for the '
        "standard input",
    )
    group.add_argument(
        "--samples", action="store_true", help="follow the URLs in samples, too: they are data"
    )
    group.add_argument(
        "--since", metavar="REV", help="only links on lines that changed since a git revision"
    )
    group.add_argument(
        "--ignore",
        type=_pattern,
        action="append",
        default=[],
        metavar="REGEX",
        help="ask no URL that starts with a match of it",
    )


def _add_asking(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how they are asked")
    group.add_argument(
        "--cache", type=Path, default=CACHE, metavar="FILE", help=f"what is remembered ({CACHE})"
    )
    group.add_argument(
        "--refresh", action="store_true", help="ask for everything anew, and remember it"
    )
    group.add_argument(
        "--no-cache", action="store_true", help="ask for everything, and remember nothing"
    )
    group.add_argument(
        "--max-per-host",
        type=_count,
        metavar="N",
        help="requests to one host at a time (default: 4)",
    )
    group.add_argument(
        "--rate", type=_amount, metavar="N", help="requests a second to one host (default: adapts)"
    )
    group.add_argument(
        "--timeout", type=_amount, metavar="SECONDS", help="for each URL (default: 30)"
    )
    group.add_argument(
        "--max-wait",
        type=_amount,
        metavar="SECONDS",
        help="for all pauses together that one host asks for (default: 180)",
    )
    group.add_argument("--user-agent", metavar="TEXT", help="how the command names itself")
    group.add_argument(
        "--allow-network",
        type=_network,
        action="append",
        default=[],
        metavar="CIDR",
        help="ask addresses of this network although it is private: 10.0.0.0/8",
    )


def _add_report(parser: argparse.ArgumentParser) -> None:
    group = add_output(parser)
    group.add_argument(
        "--format", choices=FORMATS, default="text", help="form of the report (default: text)"
    )
    group.add_argument("--output", type=Path, metavar="FILE", help="write the report to FILE")
    group.add_argument(
        "--fail-on",
        metavar="VERDICTS",
        help="what makes the command exit with 1, comma-separated, or 'never' (default: what "
        "os_apiref_checks makes an error, else broken,timeout,unavailable,soft-404)",
    )


def _add_repairs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("mending")
    group.add_argument(
        "--moves",
        type=Path,
        metavar="FILE",
        help="sites that moved (default: links.yaml in SOURCE, where there is one)",
    )
    group.add_argument(
        "--archive", action="store_true", help="look for archived copies of what is dead"
    )
    group.add_argument(
        "--fix", action="store_true", help="write the new URLs of permanent redirects"
    )
    group.add_argument(
        "--diff", action="store_true", help="show what --fix would change, and change nothing"
    )


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no regular expression: {error}") from None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:9]) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 1 on")
    return int(text[:9])


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = 0.0
    if not 0 < amount < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is no number above 0")
    return amount


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no network: {error}") from None


def _links(arguments: argparse.Namespace) -> int:
    from os_apiref.sphinxext.order import BuildFailed, Misuse

    try:
        return _run(arguments)
    except Misuse as error:
        return print_error(error, arguments.show_traceback)
    except BuildFailed as error:
        print_error(error, arguments.show_traceback)
        return MISUSE


def _run(arguments: argparse.Namespace) -> int:
    from os_apiref.links.exemptions import sift

    gate = None if arguments.fail_on is None else _gate(arguments.fail_on)
    given = since(arguments, gather(arguments))
    sifted = sift(given.links, given.exemptions)
    report = follow(arguments, given, sifted, gate)
    if arguments.diff or arguments.fix:
        plan = _plan(report)
        if arguments.diff:
            return show(plan)
        if code := carry_out(plan, arguments.quiet):
            return code
    _tell(arguments, report)
    return PROBLEMS if report.failing else OK


def _gate(text: str) -> frozenset[str]:
    """Return the keys of the sections that a comma-separated list names."""
    from os_apiref.problems import did_you_mean
    from os_apiref.reports.links_report import SECTIONS
    from os_apiref.sphinxext.order import Misuse

    if text == "never":
        return frozenset()
    known: dict[str, set[str]] = {}
    for section in SECTIONS:
        if section.kind:
            known.setdefault(section.verdict.value, set()).add(section.key)
            known.setdefault(section.key, set()).add(section.key)
    words = [word.strip() for word in text.split(",")]
    for word in words:
        if word not in known:
            hint = did_you_mean(word, known) or f"write some of {', '.join(known)}, or 'never'"
            raise Misuse(f"'{word}' is no verdict; {hint}")
    return frozenset().union(*(known[word] for word in words))


def _plan(report: LinkReport) -> Plan:
    from os_apiref.fixes.plan import plan_fixes
    from os_apiref.reports.links_findings import problems_of

    problems = [finding.problem for finding in problems_of(report)]
    return plan_fixes(problems, sorted({one.place.path for one in problems}))


def _tell(arguments: argparse.Namespace, report: LinkReport) -> None:
    from os_apiref.reports import links_text
    from os_apiref.reports.links_formats import LINK_FORMATS

    if arguments.output:
        write_file(arguments.output, LINK_FORMATS[arguments.format](report))
        if not arguments.quiet:
            print(report.summary)
    elif arguments.format == "text" and (sys.stdout.isatty() or arguments.color):
        from os_apiref.sphinxext.check import has_colours

        colour = has_colours() if arguments.color is None else arguments.color
        width = shutil.get_terminal_size().columns
        print_text(links_text.render(report, colour=colour, width=width))
    elif arguments.format != "jsonl":  # each of its lines was printed as it was decided
        print_text(LINK_FORMATS[arguments.format](report))
