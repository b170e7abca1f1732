# SPDX-License-Identifier: Apache-2.0
"""The command ``check``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from os_apiref import __version__
from os_apiref.cli.common import (
    MISUSE,
    OK,
    PROBLEMS,
    add_output,
    add_reading,
    add_source,
    order_of,
    print_error,
    print_text,
    write_file,
)
from os_apiref.cli.repairs import carry_out, show
from os_apiref.kinds import ProblemKind, Severity
from os_apiref.problems import count

if TYPE_CHECKING:
    from os_apiref.checks.findings import Finding
    from os_apiref.fixes.plan import Plan
    from os_apiref.model.reference import Route
    from os_apiref.sphinxext.check import Checked

NEVER = "never"
FORMATS = ("text", "json", "sarif", "github", "junit")
"""As in reports.formats, which is not imported for ``--help``."""


def add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``check``."""
    text = (
        "Say everything that is wrong with a reference: its definitions, operations, tables, "
        "samples and files, against each other and against the routes of the service. "
        "The manual has a page with every rule."
    )
    epilog = (
        "Exit code: 0; 1 if there are findings from --fail-on upwards; 2 if the command cannot "
        "be carried out as given, or the reference cannot be read."
    )
    parser = commands.add_parser(
        "check", help="say what is wrong", description=text, epilog=epilog, allow_abbrev=False
    )
    add_source(parser)
    _add_rules(parser)
    _add_report(parser)
    _add_repairs(parser)
    _add_verification(parser)
    reading = add_reading(parser, "a temporary folder")
    reading.add_argument(
        "-n", "--nitpicky", action="store_true", help="warn of every missing reference"
    )
    parser.set_defaults(run=_check)


def _add_rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules")
    group.add_argument(
        "--rule",
        type=_rule_level,
        action="append",
        default=[],
        metavar="NAME=LEVEL",
        help="what a rule weighs: off, note, warning or error; wins over os_apiref_checks",
    )
    group.add_argument(
        "--fail-on",
        choices=(*(severity.value for severity in Severity), NEVER),
        default=Severity.WARNING.value,
        help="the least severity that makes the command exit with 1 (default: warning)",
    )
    group.add_argument(
        "--routes",
        type=Path,
        metavar="FILE",
        help="what the service answers to: lines of 'METHOD /path', or OpenAPI",
    )
    group.add_argument(
        "--baseline", type=Path, metavar="FILE", help="report only what FILE does not know"
    )
    group.add_argument(
        "--update-baseline",
        action="store_true",
        help="write all present findings to the baseline, and exit with 0",
    )


def _add_report(parser: argparse.ArgumentParser) -> None:
    group = add_output(parser)
    group.add_argument(
        "--format", choices=FORMATS, default="text", help="form of the report (default: text)"
    )
    group.add_argument(
        "--output", type=Path, metavar="FILE", help="write the report to FILE, whole or not at all"
    )


def _add_repairs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("repairs")
    group.add_argument(
        "--fix",
        action="store_true",
        help="repair what needs no question, then check again",
    )
    group.add_argument(
        "--diff", action="store_true", help="show what --fix would change, and change nothing"
    )
    group.add_argument(
        "--remove-ready-markers",
        action="store_true",
        help="remove the needs:* markers whose evidence is complete and clean",
    )


def _add_verification(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("verification")
    group.add_argument(
        "--board", type=Path, metavar="FILE", help="write the state of verification as JSON"
    )
    group.add_argument(
        "--badge", type=Path, metavar="FILE", help="write the verified share as an SVG badge"
    )


def _rule_level(text: str) -> tuple[str, Severity | None]:
    from os_apiref.checks.weights import UnknownWeight, parse_level

    rule, equals, level = text.removeprefix("os_apiref.").partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form NAME=LEVEL")
    try:
        return rule, parse_level(rule, level)
    except UnknownWeight as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _check(arguments: argparse.Namespace) -> int:
    from os_apiref.sphinxext.order import BuildFailed, Misuse

    try:
        return _run(arguments)
    except Misuse as error:
        return print_error(error, arguments.show_traceback)
    except BuildFailed as error:
        print_error(error, arguments.show_traceback)
        return MISUSE


def _run(arguments: argparse.Namespace) -> int:
    routes = _routes(arguments.routes)
    known = _baseline(arguments)
    with tempfile.TemporaryDirectory(prefix="os-apiref-") as folder:
        checked = _read(arguments, Path(folder), routes)
        if arguments.diff or arguments.fix or arguments.remove_ready_markers:
            plan = _plan(arguments, checked)
            if arguments.diff:
                return show(plan)
            if code := carry_out(plan, arguments.quiet):
                return code
            checked = _read(arguments, Path(folder), routes)
    _write_verification(arguments, checked)
    if arguments.update_baseline:
        return _update_baseline(arguments, checked)
    findings = [one for one in checked.findings if one.fingerprint not in known]
    _report(arguments, checked, findings)
    return PROBLEMS if _fails(findings, arguments.fail_on) else OK


def _read(arguments: argparse.Namespace, folder: Path, routes: tuple[Route, ...] | None) -> Checked:
    from os_apiref.sphinxext.check import check_reference

    order = order_of(arguments, folder, "dummy")
    return check_reference(order, routes, dict(arguments.rule))


def _routes(path: Path | None) -> tuple[Route, ...] | None:
    from os_apiref.load.routes import MalformedRoutes, load_routes
    from os_apiref.sphinxext.order import Misuse

    if path is None:
        return None
    try:
        return load_routes(path)
    except MalformedRoutes as error:
        raise Misuse(str(error)) from None


def _baseline(arguments: argparse.Namespace) -> frozenset[str]:
    from os_apiref.checks.baseline import MalformedBaseline, read_baseline
    from os_apiref.sphinxext.order import Misuse

    path: Path | None = arguments.baseline
    if path is None and arguments.update_baseline:
        raise Misuse("--update-baseline needs --baseline FILE")
    if path is None or arguments.update_baseline:
        return frozenset()
    try:
        return read_baseline(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Misuse(f"there is no baseline {path}; --update-baseline writes it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"the baseline {path} cannot be read: {error}") from None
    except MalformedBaseline as error:
        raise Misuse(f"{path}: {error}") from None


def _update_baseline(arguments: argparse.Namespace, checked: Checked) -> int:
    from os_apiref.checks.baseline import write_baseline

    write_file(arguments.baseline, write_baseline(checked.findings, checked.source))
    if not arguments.quiet:
        print(f"{arguments.baseline} knows {count(len(checked.findings), 'finding')}.")
    return OK


def _plan(arguments: argparse.Namespace, checked: Checked) -> Plan:
    from os_apiref.fixes.plan import plan_fixes

    problems = [finding.problem for finding in checked.findings]
    ready = {one.place for one in problems if one.kind is ProblemKind.READY_MARKER}
    markers = [one for one in checked.reference.markers if one.place in ready]
    is_for_markers_only = arguments.remove_ready_markers and not arguments.fix
    return plan_fixes(
        () if is_for_markers_only else problems,
        checked.reference.sources,
        markers if arguments.remove_ready_markers else (),
    )


def _write_verification(arguments: argparse.Namespace, checked: Checked) -> None:
    if not arguments.board and not arguments.badge:
        return
    from os_apiref.checks.evidence import weigh_evidence
    from os_apiref.reports import board as report

    board = weigh_evidence(checked.reference, [finding.problem for finding in checked.findings])
    if arguments.board:
        write_file(arguments.board, report.render_json(board, Path.cwd()))
    if arguments.badge:
        write_file(arguments.badge, report.render_badge(board))


def _report(arguments: argparse.Namespace, checked: Checked, findings: list[Finding]) -> None:
    from os_apiref.reports import formats, frames
    from os_apiref.reports.report import Report
    from os_apiref.sphinxext.check import has_colours

    folder = Path.cwd()
    if arguments.format == "github":  # an annotation's path starts at the checkout
        folder = Path(os.environ.get("GITHUB_WORKSPACE") or folder)
    operations = len(checked.reference.operations)
    report = Report(tuple(findings), folder, checked.texts, __version__, operations)
    if arguments.output:
        write_file(arguments.output, formats.FORMATS[arguments.format](report))
        return
    if arguments.format != "text" or not (sys.stdout.isatty() or arguments.color):
        text = formats.FORMATS[arguments.format](report)
    else:
        width = shutil.get_terminal_size((frames.WIDTH, 24)).columns
        colour = has_colours() if arguments.color is None else arguments.color
        text = frames.render(report, colour=colour, width=width)
    print_text(text)


def _fails(findings: Iterable[Finding], threshold: str) -> bool:
    if threshold == NEVER:
        return False
    least = Severity(threshold).rank
    return any(finding.severity.rank >= least for finding in findings)
