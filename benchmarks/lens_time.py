# SPDX-License-Identifier: Apache-2.0
"""Times the version lens over a page of 350 operations, closed and all open, in Chromium."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from page_weight import running_browser

ROWS = 40
"""Parameters of each operation, as many as large references have."""

VERSIONS = ("2.3", "2.9", "2.1", "", "2.6")

CHOOSE = """async version => {
    const select = document.querySelector("select[name=version]");
    select.value = version;
    const start = performance.now();
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
}"""


def reference(operations: int) -> dict[str, str]:
    """The files of a page of many operations, of which each has a version and many rows."""
    rows = "".join(f"   - p{number}: p{number}\n" for number in range(ROWS))
    parts = ["API\n===\n\n.. rest_expand_all::\n"]
    for number in range(operations):
        if number % 10 == 0:
            parts.append(f"Chapter {number}\n{'=' * 20}\n")
        parts.append(
            f"Operation {number}\n{'-' * 20}\n\n.. rest_method:: GET /things/{number}\n"
            f"   min_version: 2.{number % 9 + 1}\n\nDoes it.\n\nRequest\n~~~~~~~\n\n"
            f".. rest_parameters:: p.yaml\n\n{rows}"
        )
    definition = "  in: body\n  type: string\n  description: It.\n"
    definitions = "".join(
        f"p{number}:\n{definition}" + (f"  min_version: 2.{number}\n" if number % 3 == 0 else "")
        for number in range(ROWS)
    )
    return {"index.rst": "\n".join(parts), "p.yaml": definitions}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=350)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="lens-time-") as name:
        folder = Path(name)
        for file, text in reference(given.operations).items():
            (folder / file).write_text(text, encoding="utf-8")
        out = folder / "out"
        command = [sys.executable, "-m", "os_apiref", "build", "-q", str(folder), str(out)]
        subprocess.run(command, check=True)
        with running_browser() as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto((out / "index.html").as_uri())
            for state in ("closed", "all open"):
                times = [
                    page.evaluate(CHOOSE, version)
                    for _ in range(given.rounds)
                    for version in VERSIONS
                ]
                print(
                    f"{given.operations} operations, {state}: median {median(times):.0f} ms "
                    f"({min(times):.0f} to {max(times):.0f})"
                )
                page.locator("[name=expand]").click()
    return 0


if __name__ == "__main__":
    sys.exit(main())
