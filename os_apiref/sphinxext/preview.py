# SPDX-License-Identifier: Apache-2.0
"""Pages that follow every edit, by the server and the watcher of sphinx-autobuild.

That watches folders which are known when it starts. A reference's samples lie
outside its source folder, and which they are is known after a build: so
between two looks at the source folder the watcher looks at those files too.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from os_apiref.sphinxext.build import build_apart
from os_apiref.sphinxext.order import BuildFailed, Misuse, Order, Outcome, check

try:
    import uvicorn
    import watchfiles

    # sphinx-autobuild has no types.
    from sphinx_autobuild.filter import IgnoreFilter  # type: ignore[import-untyped]
    from sphinx_autobuild.middleware import JavascriptInjectorMiddleware  # type: ignore[import-untyped]
    from sphinx_autobuild.server import RebuildServer  # type: ignore[import-untyped]
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.requests import Request
    from starlette.responses import FileResponse, HTMLResponse, Response
    from starlette.routing import Mount, WebSocketRoute
    from starlette.staticfiles import StaticFiles
except ModuleNotFoundError as error:
    raise Misuse(
        f"preview takes sphinx-autobuild ({error.name} is missing); "
        "pip install 'os-apiref[preview]'"
    ) from error

Result = Outcome | Misuse | BuildFailed
Show = Callable[[Result, str], None]

LOOK_EVERY_MS = 250
CLOCK_SLACK_NS = 20_000_000
"""How far the time of a file may lag behind the clock: file systems use a coarse one."""

OPTION_DEFAULTS = {"os_apiref_show_markers": True, "os_apiref_show_problems": True}
IGNORED = (
    r"/(\.git|\.hg|\.svn|\.tox|\.venv|node_modules|__pycache__)/",
    r"(~|\.sw[a-z]|/\.#[^/]*)$",
)
NO_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>No such page yet</title>
<p>There is no such page yet. The terminal says how the build fares; once it
has made the page, this one shows it by itself.</p></html>
"""


def preview(order: Order, host: str, port: int, show: Show, *, open_browser: bool = False) -> None:
    """Serve the pages of an order and build them whenever a file changes, until Ctrl-C.

    ``show`` is called with what came of each build and the address of the pages.
    """
    check(order)
    order = replace(order, option_defaults=OPTION_DEFAULTS)
    order.outdir.mkdir(parents=True, exist_ok=True)
    with _listen(host, port) as listener:
        url = f"http://{_authority(host, listener)}/"
        watcher = _Watcher(order, url, show, open_browser)
        server = uvicorn.Server(uvicorn.Config(_application(order, watcher), log_level="warning"))
        server.run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Misuse(
            f"cannot serve at {host}:{port}: {reason}; "
            "choose another --port, 0 takes one that is free"
        ) from error


def _authority(host: str, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _application(order: Order, watcher: _Watcher) -> Starlette:
    # The page joins this into a script. Its own address is right behind tunnels
    # and forwarded ports too.
    address_of_page = '" + location.host + "'
    return Starlette(
        routes=[
            WebSocketRoute("/websocket-reload", watcher, name="reload"),
            Mount("/", app=_Pages(directory=order.outdir, html=True), name="pages"),
        ],
        middleware=[Middleware(JavascriptInjectorMiddleware, ws_url=address_of_page)],
        exception_handlers={404: _no_page},
        lifespan=watcher.lifespan,
    )


def _no_page(request: Request, error: Exception) -> Response:
    return HTMLResponse(NO_PAGE, status_code=404)


class _Pages(StaticFiles):
    """Files that a browser asks for again each time, so that it never shows an old page."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        if isinstance(response, FileResponse):
            response = _read(response)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _read(file: FileResponse) -> Response:
    """Return an answer that stays whole when a build writes its file while it is sent."""
    kept = ("content-type", "etag", "last-modified")
    headers = {name: file.headers[name] for name in kept}
    return Response(Path(file.path).read_bytes(), file.status_code, headers)


class _Watcher(RebuildServer):  # type: ignore[misc] # sphinx-autobuild is untyped
    """Builds when anything changes, and then tells every open page."""

    def __init__(self, order: Order, url: str, show: Show, open_browser: bool) -> None:
        folders = [order.outdir, *filter(None, [order.doctreedir])]
        super().__init__([order.source], IgnoreFilter(folders, IGNORED), lambda **_: None)
        self._order = order
        self._url = url
        self._show = show
        self._open_browser = open_browser
        self._outside = _KnownFiles()

    async def watch(self) -> None:
        """Build now, and after every change."""
        is_first = True
        # One watcher from the start: what changes during a build waits in it.
        async for changes in watchfiles.awatch(
            *self.paths,
            watch_filter=lambda _, path: not self.ignore(path),
            rust_timeout=LOOK_EVERY_MS,
            yield_on_timeout=True,
        ):
            if self._outside.have_changed() or changes or is_first:
                is_first = False
                await self._build()

    async def _build(self) -> None:
        started_ns = time.time_ns()
        result = await _build_in_process(self._order)
        if not isinstance(result, Misuse):
            self._outside.replace(result.files, started_ns)
        url = self._url
        if isinstance(result, Outcome):
            url += _relative_url(result.page, self._order.outdir)
            if self._open_browser:
                self._open_browser = False
                await asyncio.to_thread(webbrowser.open, url)
        self._show(result, url)
        self.flag.set()


def _relative_url(page: Path, outdir: Path) -> str:
    path = page.resolve().relative_to(outdir.resolve()).as_posix()
    return path.removesuffix("index.html").removeprefix(".")


class _KnownFiles:
    """Files outside the source folder, and how each of them was found last."""

    def __init__(self) -> None:
        self._stamps: dict[str, tuple[int, int] | None] = {}

    def replace(self, paths: Iterable[str], started_ns: int) -> None:
        """Take over the files that a build, started at that time, depends on."""
        stamps = {}
        for path in paths:
            stamp = _stamp(path)
            if path in self._stamps:
                stamp = self._stamps[path]
            elif stamp and stamp[0] >= started_ns - CLOCK_SLACK_NS:
                # Written since: the build may have read the text before.
                stamp = None
            stamps[path] = stamp
        self._stamps = stamps

    def have_changed(self) -> bool:
        """Whether any file was written, made or removed since the last look."""
        stamps = {path: _stamp(path) for path in self._stamps}
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        return True


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


async def _build_in_process(order: Order) -> Result:
    """Build in a new process: ``conf.py`` may change, and so may what it imports."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=build_apart, args=(order, sender))
    with _ctrl_c_ignored():
        process.start()
    sender.close()
    try:
        return await asyncio.to_thread(_receive, receiver)
    finally:
        process.terminate()
        process.join()


def _receive(pipe: Connection) -> Result:
    try:
        result: Result = pipe.recv()
    except EOFError:
        return Misuse("the build came to a sudden end; the lines above may say why")
    return result


@contextlib.contextmanager
def _ctrl_c_ignored() -> Iterator[None]:
    """Have a process that starts now leave Ctrl-C to this one, which then ends it."""
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
