# SPDX-License-Identifier: Apache-2.0
"""Take the pictures of README.md: ``python tests/readme_picture.py``.

One shows what the first lines of RST in README.md become, beside the demo's
parameters and samples; one what a check of the demo prints when a field is
misspelt and a sample contradicts its table. Takes Chromium and playwright.
"""

from __future__ import annotations

import html
import os
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


CHECK_PICTURE = DEMO / "_images" / "readme-check.png"
COLOURS = {"31": "#ff7b72", "33": "#e3b341", "36": "#76e3ea", "34": "#79c0ff"}
"""What a dark terminal makes of the codes that the report uses."""


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


def check(folder: Path) -> str:
    """Return what a check prints of the demo with two faults in it."""
    source = shutil.copytree(DEMO, folder / "source")
    parameters = source / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8")
    parameters.write_text(text.replace("  required: true", "  requierd: true", 1), "utf-8")
    sample = next(iter(sorted((source / "samples").rglob("image-get-resp.json"))))
    text = sample.read_text(encoding="utf-8")
    sample.write_text(re.sub(r'"minDisk": (\d+)', r'"minDisk": "\1"', text), "utf-8")
    levels = [f"--rule={name}=off" for name in ("pending-verification", "ready-marker")]
    command = [sys.executable, "-m", "os_apiref", "check", "--color", *levels]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "92"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return done.stdout


def to_html(text: str) -> str:
    """Return what a terminal makes of a text with colours."""
    parts = re.split(r"\x1b\[([0-9;]*)m", text)
    spans = [html.escape(parts[0])]
    for codes, words in zip(parts[1::2], parts[2::2], strict=True):
        found = codes.split(";")
        colour = next((COLOURS[code] for code in found if code in COLOURS), "inherit")
        weight = "bold" if "1" in found else "normal"
        style = f"color:{colour};font-weight:{weight}"
        spans.append(f'<span style="{style}">{html.escape(words)}</span>')
    return "".join(spans)


def take_terminal(text: str) -> None:
    """Take the picture of a terminal."""
    style = (
        "display:inline-block;margin:0;padding:16px 20px;border-radius:8px;"
        "background:#0d1117;color:#e6edf3;font:13px/1.45 monospace"
    )
    with running_chromium() as browser:
        window = browser.new_page(viewport={"width": 900, "height": 900}, device_scale_factor=2)
        window.set_content(f'<pre style="{style}">{to_html(text)}</pre>')
        window.locator("pre").screenshot(path=CHECK_PICTURE, omit_background=True)


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        take(build(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        take_terminal(f"$ os-apiref check\n\n{check(Path(folder))}")
    for picture in (PICTURE, CHECK_PICTURE):
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} kB")
