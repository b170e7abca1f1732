# SPDX-License-Identifier: Apache-2.0
"""Compiles references to PDF and fails for what a reader would stumble over.

That is an error of LaTeX, a character that the font lacks, a reference to
nowhere, and a line that runs out of the page.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from build_time import source_folder

OVERFULL = re.compile(r"^Overfull \\hbox \(([\d.]+)pt too wide\)[^\n]*\n?([^\n]*)", re.MULTILINE)
FAULTS = re.compile(
    r"^(?:! .*|Missing character.*|LaTeX Warning: Hyper reference.*)$", re.MULTILINE
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", type=source_folder, metavar="REFERENCE_SOURCE")
    parser.add_argument(
        "--overfull",
        type=float,
        default=36,
        metavar="PT",
        help="points that a line may be too wide (default: 36, half of the margin)",
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="put the PDFs there")
    options = parser.parse_args(arguments)
    if not shutil.which("latexmk"):
        raise SystemExit("there is no latexmk; see README.md for what to install")
    found = 0
    for source in options.sources:
        with tempfile.TemporaryDirectory(prefix="pdf-pages-") as name:
            log, pdf = compiled(source, Path(name))
            faults = list(faults_of(log, options.overfull))
            if options.keep and pdf.is_file():
                options.keep.mkdir(parents=True, exist_ok=True)
                shutil.copy(pdf, options.keep)
        pages = re.findall(r"Output written on .*?\((\d+) pages", log.replace("\n", ""))
        print(f"{source}: {pages[-1] if pages else 'no'} pages, {len(faults)} faults", flush=True)
        print(*(f"  {fault}" for fault in faults[:20]), sep="\n", end="\n" if faults else "")
        found += len(faults) + (not pages)
    return 1 if found else 0


def compiled(source: Path, folder: Path) -> tuple[str, Path]:
    """The log of LaTeX's last run, and where the PDF is if there is one."""
    build = [sys.executable, "-m", "os_apiref", "build", "-q", "-b", "latex"]
    subprocess.run([*build, str(source.resolve()), str(folder)], cwd=folder, check=True)
    (tex,) = (path for path in folder.glob("*.tex") if "sphinx" not in path.name)
    subprocess.run(
        ["latexmk", "-r", "latexmkrc", "-pdf", "-f", "-interaction=nonstopmode", tex.name],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    log = tex.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    return log, tex.with_suffix(".pdf")


def faults_of(log: str, limit: float) -> Iterator[str]:
    """What a log of LaTeX says of faults, one line each."""
    yield from (match[0] for match in FAULTS.finditer(log))
    for match in OVERFULL.finditer(log):
        if float(match[1]) > limit:
            yield f"{match[1]} pt too wide: {match[2]}"


if __name__ == "__main__":
    sys.exit(main())
