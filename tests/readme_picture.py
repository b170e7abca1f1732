# SPDX-License-Identifier: Apache-2.0
"""Take the picture of README.md: ``python tests/readme_picture.py``.

It shows what the first lines of RST in README.md become, beside the demo's
parameters and samples. Takes Chromium and playwright.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from chromium import running_chromium

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "source"
PICTURE = DEMO / "_images" / "readme-operation.png"
WIDTH = 724
"""Just enough for a table of three columns; the theme has no sidebar yet."""


def build(folder: Path) -> Path:
    """Build the demo with the lines of README.md as a page more, and return that page."""
    found = re.search(r"```rst\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert found is not None, "README.md has no block of rst"
    source = shutil.copytree(DEMO, folder / "source")
    page = f":orphan:\n\nPicture\n=======\n\n{found[1]}"
    (source / "picture.rst").write_text(page, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", source, folder / "html"]
    subprocess.run(command, check=True, cwd=ROOT)
    return folder / "html" / "picture.html"


def take(page: Path) -> None:
    """Open the operation and take its picture, twice as fine as a screen."""
    with running_chromium() as browser:
        viewport = {"width": WIDTH, "height": 900}
        window = browser.new_page(viewport=viewport, device_scale_factor=2)
        window.goto(page.as_uri())
        window.locator(".rest-operation summary").click()
        window.mouse.move(0, 0)
        window.evaluate("document.activeElement.blur()")
        window.wait_for_timeout(500)  # the chevron turns
        operation = window.locator(".rest-operation").bounding_box()
        inside = window.locator(".rest-body > :last-child").bounding_box()
        assert operation is not None
        assert inside is not None
        window.screenshot(
            path=PICTURE,
            clip={
                "x": operation["x"] - 8,
                "y": operation["y"] + 1,
                "width": operation["width"] + 16,
                "height": inside["y"] + inside["height"] + 16 - operation["y"],
            },
        )


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        take(build(Path(folder)))
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} kB")
