# SPDX-License-Identifier: Apache-2.0
"""`os-apiref preview`: a real server that follows real edits."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
from serving import running_preview, write_project

from os_apiref import cli


@pytest.mark.slow
def test_the_served_page_follows_every_edit(tmp_path: Path) -> None:
    source = write_project(tmp_path)
    index = source / "index.rst"
    with running_preview(tmp_path / "api") as preview:
        preview.wait_for("First words")
        assert "1 operation, no problems." in preview.output
        assert "rest-problems" not in preview.page()

        index.write_text(index.read_text().replace("First", "Second"))
        preview.wait_for("Second words")

        parameters = source / "parameters.yaml"
        parameters.write_text(parameters.read_text().replace("The first", "A :nosuchrole:`later`"))
        preview.wait_for("Unknown interpreted text role")
        parameters.write_text(parameters.read_text().replace(":nosuchrole:`later`", "later"))
        preview.wait_for("A later description")
        assert "rest-problems" not in preview.page()

        (tmp_path / "samples" / "things.json").write_text('{"second": 1}\n')
        preview.wait_for("second")

        # A folder outside that is not there yet becomes known by an edit.
        text = index.read_text()
        index.write_text(f"{text}\n.. literalinclude:: ../../elsewhere/new/sample.txt\n")
        preview.wait_for("sample.txt does not exist")
        sample = tmp_path / "elsewhere" / "new" / "sample.txt"
        sample.parent.mkdir(parents=True)
        sample.write_text("appeared\n")
        preview.wait_for("appeared")
        sample.write_text("rewritten\n")
        preview.wait_for("rewritten")

        assert preview.stop() == cli.OK
        assert "Traceback" not in preview.output


@pytest.mark.slow
def test_a_failing_build_keeps_the_server(tmp_path: Path) -> None:
    source = write_project(tmp_path)
    conf = source / "conf.py"
    conf.write_text("1 / 0\n")
    with running_preview(tmp_path / "api", "-q", "-D", "os_apiref_show_problems=0") as preview:
        assert "no such page yet" in preview.page()
        # The script that shows the page when it is there.
        assert "websocket-reload" in preview.page()
        (source / "index.rst").write_text("Things\n======\n\n:nosuchrole:`x`\n")
        conf.write_text("html_theme = 'basic'\n")
        preview.wait_for("websocket-reload")
        preview.wait_for(":nosuchrole:")
        assert "rest-problems" not in preview.page(), "-D wins over the defaults of the preview"
        assert "ZeroDivisionError: division by zero (conf.py, line 1)" in preview.output
        assert "Traceback" not in preview.output


def test_an_address_in_use_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write_project(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        out = str(tmp_path / "out")
        assert cli.main(["preview", str(source), out, "--port", port]) == cli.MISUSE
    assert f"cannot serve at 127.0.0.1:{port}" in capsys.readouterr().err


def test_misuse_is_told_before_anything_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["preview", str(tmp_path / "nowhere"), str(tmp_path / "out")]) == cli.MISUSE
    assert "there is no folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_sphinx_autobuild_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_project(tmp_path)
    monkeypatch.delitem(sys.modules, "os_apiref.sphinxext.preview", raising=False)
    monkeypatch.setitem(sys.modules, "sphinx_autobuild.filter", None)
    assert cli.main(["preview", str(source), str(tmp_path / "out")]) == cli.MISUSE
    assert "pip install 'os-apiref[preview]'" in capsys.readouterr().err
