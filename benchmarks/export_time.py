# SPDX-License-Identifier: Apache-2.0
"""Times ``os-apiref export`` beside dummy builds, which read the same and write nothing."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from build_time import positive_integer, source_folder

FORMATS = ("json", "openapi", "markdown", "llms")


class Cost(NamedTuple):
    """CPU seconds (user and system) and peak memory in MB of one process."""

    seconds: float
    megabytes: float


class Round(NamedTuple):
    """One dummy build of the command, one of sphinx-build and one export, of one reference."""

    command: Cost
    sphinx: Cost
    export: Cost


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", type=source_folder, metavar="REFERENCE_SOURCE")
    parser.add_argument("--pairs", type=positive_integer, default=7)
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0])
    options = parser.parse_args(arguments)
    for source in options.sources:
        measure_round(source, options.format)  # a warm-up
        rounds = [measure_round(source, options.format) for _ in range(options.pairs)]
        print(f"{source}: {options.format}")
        for name in ("command", "sphinx"):
            print_ratio(name, [(getattr(one, name), one.export) for one in rounds])
    return 0


def print_ratio(name: str, pairs: Sequence[tuple[Cost, Cost]]) -> None:
    """Print what an export costs beside one kind of dummy build."""
    ratios = [export.seconds / build.seconds for build, export in pairs]
    words = {"command": "os-apiref build -b dummy", "sphinx": "sphinx-build -b dummy"}
    print(
        f"  {words[name]} {median(build.seconds for build, _ in pairs):.2f} s, "
        f"{median(build.megabytes for build, _ in pairs):.0f} MB; "
        f"export {median(export.seconds for _, export in pairs):.2f} s, "
        f"{median(export.megabytes for _, export in pairs):.0f} MB; "
        f"ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
        flush=True,
    )


def measure_round(source: Path, form: str) -> Round:
    """What the three cost, each a process of its own that reads everything anew."""
    with tempfile.TemporaryDirectory(prefix="export-time-") as name:
        folder = Path(name)
        path = str(source.resolve())
        build = ["os_apiref", "build", "-q", "-b", "dummy", path, str(folder / "command")]
        plain = ["sphinx", "-q", "-b", "dummy", "-C", "-D", "extensions=os_apiref"]
        plain += ["-D", "html_theme=sphinx_rtd_theme", path, str(folder / "sphinx")]
        export = ["os_apiref", "export", "-q", path, "--format", form, "-o", str(folder / "out")]
        return Round(measure(build, folder), measure(plain, folder), measure(export, folder))


def measure(arguments: Sequence[str], folder: Path) -> Cost:
    """What one Python program costs."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"python -m {' '.join(arguments)} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())
