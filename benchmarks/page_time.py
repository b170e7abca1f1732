# SPDX-License-Identifier: Apache-2.0
"""Times a reference in pages: the whole, one page again after an edit, and what pages weigh."""

import argparse
import gzip
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from build_time import positive_integer, source_folder
from check_time import measure

BUILD = ("build", "-q", "-D", "os_apiref_pages=1")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", type=source_folder, metavar="REFERENCE_SOURCE")
    parser.add_argument("--rounds", type=positive_integer, default=5)
    options = parser.parse_args(arguments)
    for source in options.sources:
        with tempfile.TemporaryDirectory(prefix="page-time-") as name:
            measure_reference(source, Path(name), options.rounds)
    return 0


def measure_reference(source: Path, folder: Path, rounds: int) -> None:
    """Print what the builds of one reference cost, and its largest page."""
    copy = copy_with_surroundings(source.resolve(), folder / "tree")
    files = edited_files(copy)
    measure_round(copy, folder / "warm-up", files)
    timed = [measure_round(copy, folder / str(number), files) for number in range(rounds)]
    out = folder / "0"
    whole = median(seconds for seconds, _ in timed)
    print(f"{source}: whole build {whole:.2f} s CPU, {count_pages(out)} pages")
    for number, file in enumerate(files):
        seconds = median(edits[number] for _, edits in timed)
        ratios = [edits[number] / full for full, edits in timed]
        print(
            f"  {file.name} edited: {seconds:.2f} s CPU, "
            f"ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        )
    page = max(out.glob("**/*.html"), key=lambda path: path.stat().st_size)
    content = page.read_bytes()
    weight = f"{len(content) / 1000:.0f} kB, {len(gzip.compress(content)) / 1000:.0f} kB gzipped"
    print(f"  largest page {page.relative_to(out)}: {weight}", flush=True)


def measure_round(source: Path, out: Path, files: Sequence[Path]) -> tuple[float, list[float]]:
    """CPU seconds of a whole build, and of the build after an edit of each file."""
    command = [*BUILD, str(source), str(out)]
    whole = measure(command, source)
    edits = []
    for file in files:
        with file.open("a", encoding="utf-8") as stream:
            stream.write("\nEdited.\n")
        edits.append(measure(command, source))
    return whole, edits


def copy_with_surroundings(source: Path, folder: Path) -> Path:
    """Return a copy of a source folder that may be edited, with links to what lies around it.

    Samples lie beside the folder that holds it: ``../../doc/api_samples``.
    """
    holder = source.parent
    (folder / holder.name).mkdir(parents=True)
    for beside in holder.parent.iterdir():
        if beside != holder:
            (folder / beside.name).symlink_to(beside)
    for beside in holder.iterdir():
        if beside != source:
            (folder / holder.name / beside.name).symlink_to(beside)
    copy = folder / holder.name / source.name
    shutil.copytree(source, copy)
    for path in copy.rglob("*"):
        path.chmod(path.stat().st_mode | 0o200)
    return copy


def edited_files(source: Path) -> list[Path]:
    """Return the file of middling size and the largest."""
    files = sorted(source.rglob("*.inc"), key=lambda path: path.stat().st_size)
    return [files[len(files) // 2], files[-1]]


def count_pages(out: Path) -> int:
    """Return the pages of the reference, without those that Sphinx makes."""
    return sum(path.stem not in ("search", "genindex") for path in out.glob("**/*.html"))


if __name__ == "__main__":
    sys.exit(main())
