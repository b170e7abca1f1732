# SPDX-License-Identifier: Apache-2.0
"""What the commands do with a plan of repairs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from os_apiref.cli.common import MISUSE, OK, PROBLEMS, print_text
from os_apiref.problems import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from os_apiref.fixes.plan import Failure, Plan


def show(plan: Plan) -> int:
    """Print a plan as a diff; return 1 where it changes anything."""
    from os_apiref.fixes.plan import diff
    from os_apiref.problems import visible

    text = diff(plan, Path.cwd())
    if sys.stdout.isatty():  # what an author wrote neither colours nor moves the terminal
        text = "".join(f"{visible(line)}\n" for line in text.split("\n")[:-1])
    print_text(text)
    return _told(plan.failures) or (PROBLEMS if plan.changes else OK)


def carry_out(plan: Plan, quiet: bool) -> int:
    """Write the files of a plan, and return 0, or 2 where one could not be read or written."""
    from os_apiref.fixes.plan import write

    failures = [*plan.failures, *write(plan)]
    failed = {failure.path for failure in failures}
    changed = [path for path in plan.changes if path not in failed]
    if changed and not quiet:
        print(f"Changed {count(len(changed), 'file')}.", file=sys.stderr)
    if plan.refused:
        refused = count(len(plan.refused), "repair")
        print(f"{refused} no longer fit; run the command again.", file=sys.stderr)
    return _told(failures)


def _told(failures: Iterable[Failure]) -> int:
    code = OK
    for failure in failures:
        print(f"os-apiref: error: {failure.path}: {failure.reason}", file=sys.stderr)
        code = MISUSE
    return code
