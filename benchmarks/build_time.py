# SPDX-License-Identifier: Apache-2.0
"""Times whole builds of a reference: with os-api-ref, with os_apiref, and with neither."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

MEBIBYTE = 1024 * 1024

BASELINE = "os_api_ref"
FLOOR = "floor"

CONF = """\
import sys

sys.path.append({benchmarks!r})
project = "Benchmark"
extensions = [{extension!r}]
html_theme = "sphinx_rtd_theme"
"""


class BuildError(Exception):
    """A build that ended badly, with the end of what it printed."""


@dataclass(frozen=True)
class Build:
    """What one build cost."""

    extension: str
    cpu_seconds: float
    peak_bytes: int
    warnings: int


@dataclass(frozen=True)
class Ratios:
    """One builder against the baseline, over the pairs of builds that ran side by side."""

    median: float
    minimum: float
    maximum: float


@dataclass(frozen=True)
class Summary:
    """What one builder cost on one reference."""

    extension: str
    cpu_seconds: float
    """The median."""
    peak_bytes: int
    """The median."""
    warnings: int
    """The most in any build."""
    cpu_ratios: Ratios
    peak_ratios: Ratios


@dataclass(frozen=True)
class Result:
    """Every timed build of one reference, and what they come to."""

    source: str
    rounds: list[list[Build]]
    """Each round has one build per builder, the baseline's first."""
    summaries: list[Summary]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    options = parse_arguments(arguments)
    extensions = [BASELINE, options.candidate, FLOOR]
    results = []
    for source in options.sources:
        try:
            result = measure_reference(source, extensions, options.pairs)
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
        print(table(result), flush=True)
        results.append(result)
    if options.json:
        report = {"versions": versions(), "pairs": options.pairs, "results": results}
        options.json.write_text(json.dumps(report, default=asdict, indent=2) + "\n", "utf-8")
    return 0


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "sources",
        nargs="+",
        type=source_folder,
        metavar="REFERENCE_SOURCE",
        help="folder with the reference's index.rst; it is read, never written",
    )
    parser.add_argument(
        "--pairs",
        type=positive_integer,
        default=7,
        help="how often each builder runs, after one warm-up (default: %(default)s)",
    )
    parser.add_argument(
        "--candidate",
        default="os_apiref",
        metavar="EXTENSION",
        help="the extension compared with os-api-ref (default: %(default)s)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every build here too")
    return parser.parse_args(arguments)


def source_folder(text: str) -> Path:
    """An argument that names a folder holding index.rst."""
    if not Path(text, "index.rst").is_file():
        raise argparse.ArgumentTypeError(f"{text} has no index.rst")
    return Path(text)


def positive_integer(text: str) -> int:
    """An argument that is a number above zero."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return number


def measure_reference(source: Path, extensions: Sequence[str], pairs: int) -> Result:
    """Every builder in turn, one warm-up round and then the timed ones."""
    rounds = [
        [measure_build(source, extension) for extension in extensions] for _ in range(pairs + 1)
    ][1:]
    columns = list(zip(*rounds, strict=True))
    return Result(str(source), rounds, [summarise(column, columns[0]) for column in columns])


def measure_build(source: Path, extension: str) -> Build:
    """One fresh build in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="build-time-") as name:
        folder = Path(name)
        conf = CONF.format(benchmarks=str(Path(__file__).parent.resolve()), extension=extension)
        (folder / "conf.py").write_text(conf, "utf-8")
        log = folder / "log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                sphinx_command(source.resolve(), folder),
                # Not the caller's folder: "-m" would import a checkout instead of the wheel.
                cwd=folder,
                env=os.environ | {"PYTHONHASHSEED": "0"},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
            # Not wait(): only wait4() tells what this one child used.
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        output = log.read_text("utf-8", "replace")
        if process.returncode:
            raise BuildError(f"{source} does not build with {extension}:\n{output[-2000:]}")
        return Build(
            extension=extension,
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            peak_bytes=usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            warnings=sum(
                ": WARNING: " in line or ": ERROR: " in line for line in output.split("\n")
            ),
        )


def sphinx_command(source: Path, folder: Path) -> list[str]:
    """Sphinx, building everything anew below the folder and nothing beside the source."""
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "--no-color", "-b", "html"]
    return [
        *command,
        "-c",
        str(folder),
        "-d",
        str(folder / "doctrees"),
        str(source),
        str(folder / "html"),
    ]


def summarise(builds: Sequence[Build], baseline: Sequence[Build]) -> Summary:
    """One builder's medians, and its ratios to the baseline's build of the same round."""

    def ratios(cost: Callable[[Build], float]) -> Ratios:
        values = [cost(ours) / cost(theirs) for ours, theirs in zip(builds, baseline, strict=True)]
        return Ratios(median(values), min(values), max(values))

    return Summary(
        extension=builds[0].extension,
        cpu_seconds=median(build.cpu_seconds for build in builds),
        peak_bytes=int(median(build.peak_bytes for build in builds)),
        warnings=max(build.warnings for build in builds),
        cpu_ratios=ratios(lambda build: build.cpu_seconds),
        peak_ratios=ratios(lambda build: build.peak_bytes),
    )


def table(result: Result) -> str:
    """One reference's result for people."""
    lines = [
        f"{result.source}: medians of {len(result.rounds)} rounds",
        f"  {'builder':<12} {'CPU s':>7} {'ratio':>6} {'min':>5} {'max':>5}"
        f" {'peak MiB':>9} {'ratio':>6} {'warnings':>9}",
    ]
    for summary in result.summaries:
        cpu = summary.cpu_ratios
        lines.append(
            f"  {summary.extension:<12} {summary.cpu_seconds:>7.2f}"
            f" {cpu.median:>6.2f} {cpu.minimum:>5.2f} {cpu.maximum:>5.2f}"
            f" {summary.peak_bytes / MEBIBYTE:>9.0f} {summary.peak_ratios.median:>6.2f}"
            f" {summary.warnings:>9}"
        )
    return "\n".join(lines)


def versions() -> dict[str, str]:
    """What the numbers hold for."""
    names = ("sphinx", "docutils", "sphinx-rtd-theme", "os-api-ref", "os-apiref")
    found = {"python": platform.python_version()}
    for name in names:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


if __name__ == "__main__":
    sys.exit(main())
