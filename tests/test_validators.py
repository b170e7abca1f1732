# SPDX-License-Identifier: Apache-2.0
"""What we write, as the programs take it that read it: books by epubcheck, Texinfo by makeinfo.

Real references count where OS_APIREF_CORPUS names a folder of them.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from os_apiref.sphinxext.build import run
from os_apiref.sphinxext.order import Order

DEMO = Path(__file__).parent.parent / "source"
CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))
SOURCES = [one for one in (DEMO, *sorted(CORPUS.glob("*/api-ref/source"))) if one.is_dir()]
EPUBCHECK_JAR = Path("/usr/share/java/epubcheck.jar")
"""Where Debian has it; its command needs a kernel that starts jars."""

pytestmark = pytest.mark.slow


def command(name: str, *, jar: Path | None = None) -> list[str]:
    """What starts a program; a test without it is skipped, but where all of them are required."""
    if jar and jar.is_file() and shutil.which("java"):
        return ["java", "-jar", str(jar)]
    if shutil.which(name):
        return [name]
    if os.environ.get("OS_APIREF_REQUIRE_ALL"):
        pytest.fail(f"there is no {name}")
    pytest.skip(f"there is no {name}")


def written(source: Path, folder: Path, builder: str, suffix: str) -> Path:
    run(Order(source, folder, builder, quiet=True), io.StringIO())
    (path,) = folder.glob(f"*.{suffix}")
    return path


def told(program: Sequence[str], *arguments: str) -> str:
    done = subprocess.run(
        [*program, *arguments], capture_output=True, text=True, timeout=300, check=False
    )
    return f"exit code {done.returncode}\n{done.stderr}{done.stdout}"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_a_book_has_no_error_and_no_warning(source: Path, tmp_path: Path) -> None:
    epubcheck = command("epubcheck", jar=EPUBCHECK_JAR)
    book = written(source, tmp_path, "epub", "epub")
    assert "0 fatals / 0 errors / 0 warnings" in told(epubcheck, str(book))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_texinfo_compiles_without_a_word(source: Path, tmp_path: Path) -> None:
    makeinfo = command("makeinfo")
    texi = written(source, tmp_path, "texinfo", "texi")
    info = tmp_path / "out.info"
    assert told(makeinfo, "--no-split", str(texi), "-o", str(info)) == "exit code 0\n"
    assert info.stat().st_size > 100_000
