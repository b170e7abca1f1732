# SPDX-License-Identifier: Apache-2.0
"""Weighs a reference's heaviest page in Chromium: built with os-api-ref, and with os_apiref."""

import argparse
import gzip
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from build_time import BASELINE, CONF, BuildError, source_folder, sphinx_command
from playwright.sync_api import Browser, sync_playwright

CANDIDATE = "os_apiref"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND")
"""What a theme loads from other hosts is not waited for, with either builder."""

VISIT_FIELDS = {
    "main_thread": "TaskDuration",
    "script": "ScriptDuration",
    "layout": "LayoutDuration",
    "style": "RecalcStyleDuration",
}
"""What Chromium calls the times of a visit."""

SETTLED_MILLISECONDS = 1500
"""After the load event: what a page does late counts too."""

TIMES = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return {
        elements: document.querySelectorAll("*").length,
        ready: page.domContentLoadedEventEnd,
        paint: paint ? paint.startTime : 0,
    };
}"""


@dataclass(frozen=True)
class Visit:
    """What one visit of a page cost; times in milliseconds."""

    elements: float
    ready: float
    """Until the end of DOMContentLoaded."""
    paint: float
    """Until something is painted."""
    main_thread: float
    script: float
    layout: float
    style: float


@dataclass(frozen=True)
class Row:
    """One figure: the medians of both builders, and the median of the rounds' ratios."""

    name: str
    theirs: float
    ours: float
    ratio: float


ROWS = (
    ("elements", "elements"),
    ("DOMContentLoaded, ms", "ready"),
    ("first paint, ms", "paint"),
    ("main thread, ms", "main_thread"),
    ("- script, ms", "script"),
    ("- layout, ms", "layout"),
    ("- style, ms", "style"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    options = parse_arguments(arguments)
    with tempfile.TemporaryDirectory(prefix="page-weight-") as name:
        try:
            pages = [
                build(options.source, extension, Path(name)) for extension in (BASELINE, CANDIDATE)
            ]
        except BuildError as error:
            print(error, file=sys.stderr)
            return 1
        with running_browser() as browser:
            for page in pages:
                visit(browser, page)  # warms the caches of the system
            rounds = [
                (visit(browser, pages[0]), visit(browser, pages[1])) for _ in range(options.rounds)
            ]
        print(f"{options.source}: medians of {options.rounds} rounds")
        print(table([*summarise(rounds), *sizes(pages)]))
        for line in assets(pages[1].parent / "_static"):
            print(line)
    return 0


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "source",
        type=source_folder,
        metavar="REFERENCE_SOURCE",
        help="folder with the reference's index.rst; it is read, never written",
    )
    parser.add_argument("--rounds", type=int, default=7, help="visits of each page, in turns")
    return parser.parse_args(arguments)


def build(source: Path, extension: str, folder: Path) -> Path:
    """The largest page of a build."""
    folder = folder / extension
    folder.mkdir()
    conf = CONF.format(benchmarks=str(Path(__file__).parent.resolve()), extension=extension)
    (folder / "conf.py").write_text(conf, "utf-8")
    done = subprocess.run(
        sphinx_command(source.resolve(), folder), cwd=folder, capture_output=True, text=True
    )
    if done.returncode:
        raise BuildError(f"{source} does not build with {extension}:\n{done.stderr[-2000:]}")
    return max((folder / "html").rglob("*.html"), key=lambda path: path.stat().st_size)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS])
        try:
            yield browser
        finally:
            browser.close()


def visit(browser: Browser, path: Path) -> Visit:
    """The cost of one visit, with nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(SETTLED_MILLISECONDS)
    answer = session.send("Performance.getMetrics")
    found = {one["name"]: one["value"] * 1000 for one in answer["metrics"]}
    times = page.evaluate(TIMES)
    context.close()
    return Visit(**times, **{name: found[metric] for name, metric in VISIT_FIELDS.items()})


def summarise(rounds: Sequence[tuple[Visit, Visit]]) -> list[Row]:
    """The figures of all visits."""
    return [
        Row(
            label,
            median(getattr(theirs, name) for theirs, _ in rounds),
            median(getattr(ours, name) for _, ours in rounds),
            median(getattr(ours, name) / (getattr(theirs, name) or 1) for theirs, ours in rounds),
        )
        for label, name in ROWS
    ]


def sizes(pages: Sequence[Path]) -> list[Row]:
    """The sizes of both pages."""
    plain = [page.stat().st_size / 1000 for page in pages]
    packed = [len(gzip.compress(page.read_bytes(), 9)) / 1000 for page in pages]
    return [
        Row("page, kB", plain[0], plain[1], plain[1] / plain[0]),
        Row("page gzipped, kB", packed[0], packed[1], packed[1] / packed[0]),
    ]


def table(rows: Sequence[Row]) -> str:
    """The figures for people."""
    lines = [f"  {'':<22} {BASELINE:>11} {CANDIDATE:>11} {'ratio':>6}"]
    lines += [
        f"  {row.name:<22} {row.theirs:>11.0f} {row.ours:>11.0f} {row.ratio:>6.2f}" for row in rows
    ]
    return "\n".join(lines)


def assets(static: Path) -> Iterator[str]:
    """The gzipped sizes of our own style sheet and script."""
    for path in sorted(static.glob("os_apiref*.*s*")):
        packed = len(gzip.compress(path.read_bytes(), 9))
        yield f"  {path.name}: {packed / 1000:.1f} kB gzipped"


if __name__ == "__main__":
    sys.exit(main())
