# SPDX-License-Identifier: Apache-2.0
"""Times ``os-apiref check`` beside the build that reads the same and checks nothing."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from build_time import positive_integer, source_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", type=source_folder, metavar="REFERENCE_SOURCE")
    parser.add_argument("--pairs", type=positive_integer, default=7)
    options = parser.parse_args(arguments)
    for source in options.sources:
        measure_pair(source)  # a warm-up
        pairs = [measure_pair(source) for _ in range(options.pairs)]
        ratios = [check / build for build, check in pairs]
        print(
            f"{source}: dummy build {median(build for build, _ in pairs):.2f} s, "
            f"check {median(check for _, check in pairs):.2f} s, "
            f"ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
            flush=True,
        )
    return 0


def measure_pair(source: Path) -> tuple[float, float]:
    """CPU seconds of a dummy build and of a check, each a process of its own."""
    with tempfile.TemporaryDirectory(prefix="check-time-") as name:
        folder = Path(name)
        path = str(source.resolve())
        build = ["build", "-q", "-b", "dummy", path, str(folder / "dummy")]
        check = ["check", path, "--output", str(folder / "report"), "--fail-on", "never"]
        return measure(build, folder), measure(check, folder)


def measure(arguments: Sequence[str], folder: Path) -> float:
    """CPU seconds (user and system) of one command."""
    process = subprocess.Popen(
        [sys.executable, "-m", "os_apiref", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"os-apiref {' '.join(arguments)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
