# SPDX-License-Identifier: Apache-2.0
"""A build as the command makes it: with or without ``conf.py``, and with its counts."""

from __future__ import annotations

import gc
import io
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TextIO, cast

from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError, SphinxError
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util.console import color_terminal, nocolor, strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

from os_apiref.kinds import ProblemKind, Severity
from os_apiref.sphinxext import defaults
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.order import CONF, BuildFailed, Misuse, Order, Outcome, check
from os_apiref.sphinxext.warn import report, told

NEW_OBJECTS_BEFORE_COLLECTION = 100_000


def build(order: Order) -> Outcome:
    """Carry out an order; raises Misuse or BuildFailed."""
    settle_colours(order)
    with ExitStack() as stack:
        return _outcome(run(order, _warning_stream(order, stack), report_known_problems))


def settle_colours(order: Order) -> None:
    """Have nothing printed in colours where the order or the terminal does not want them."""
    if order.colour is False or (order.colour is None and not color_terminal()):
        nocolor()


def run(
    order: Order,
    warning_stream: TextIO,
    when_read: Callable[[Sphinx, BuildEnvironment], None] | None = None,
) -> Sphinx:
    """Return Sphinx after it carried out an order; raises Misuse or BuildFailed.

    ``when_read`` is called when all documents are read and their problems told.
    """
    check(order)
    app = None
    with ExitStack() as stack:
        stack.enter_context(fewer_collections())
        stack.enter_context(patch_docutils(str(order.confdir_found or order.source)))
        stack.enter_context(docutils_namespace())
        try:
            app = _application(order, warning_stream)
            _check_root(app)
            _remember_templates(app)
            if when_read:
                app.connect("env-updated", when_read, priority=501)
            app.build(force_all=order.write_all)
        except Misuse:
            raise
        except Exception as error:
            files = _files_outside(app) if app else ()
            raise BuildFailed(_one_line(error), _write_log(error), files) from error
    return app


def build_apart(order: Order, pipe: Connection) -> None:
    """Carry out an order in a process of its own, which sends what came of it."""
    result: Outcome | Misuse | BuildFailed
    try:
        result = build(order)
    except (Misuse, BuildFailed) as error:
        result = error
    pipe.send(result)


class _Application(Sphinx):
    """Sphinx with our extension, whether or not ``conf.py`` names it."""

    def __init__(self, *args: Any, option_defaults: Mapping[str, Any], **kwargs: Any) -> None:
        self._option_defaults = option_defaults
        super().__init__(*args, **kwargs)

    def setup_extension(self, extname: str) -> None:
        if extname == "os_api_ref":
            raise ConfigError(
                "extensions in conf.py has 'os_api_ref'; write 'os_apiref' in its place"
            )
        super().setup_extension(extname)

    def preload_builder(self, name: str) -> None:
        # Sphinx calls this when it has loaded the project's extensions and not
        # yet read its options.
        self.setup_extension("os_apiref")
        try:
            super().preload_builder(name)
        except SphinxError as error:
            raise Misuse(f"there is no builder '{name}'; -b takes html, latex, text ...") from error

    def add_config_value(self, name: str, default: Any, *args: Any, **kwargs: Any) -> None:
        super().add_config_value(name, self._option_defaults.get(name, default), *args, **kwargs)


def _remember_templates(app: Sphinx) -> None:
    """Keep a theme's compiled templates between builds: to compile them takes a tenth of a second.

    They lie beside what else is remembered; one that has changed is compiled anew.
    """
    templates = getattr(app.builder, "templates", None)
    if isinstance(templates, BuiltinTemplateLoader):
        folder = Path(app.doctreedir, "templates")
        folder.mkdir(parents=True, exist_ok=True)
        templates.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))


def _application(order: Order, warning_stream: TextIO) -> Sphinx:
    source, outdir, confdir = order.source.resolve(), order.outdir.resolve(), order.confdir_found
    overrides: dict[str, Any] = {}
    if confdir is None:
        root = defaults.find_root(source) or ""
        overrides = defaults.settings(source, root, outdir, order.builder)
    overrides |= order.overrides
    if order.nitpicky:
        overrides["nitpicky"] = True
    return _Application(
        source,
        confdir,
        outdir,
        order.doctreedir or outdir / ".doctrees",
        order.builder,
        overrides,
        status=None if order.quiet else sys.stdout,
        warning=warning_stream,
        freshenv=order.fresh,
        warningiserror=order.fail_on_warning,
        tags=order.tags,
        verbosity=order.verbosity,
        parallel=order.jobs,
        option_defaults=order.option_defaults,
    )


def _check_root(app: Sphinx) -> None:
    path = Path(app.env.doc2path(app.config.root_doc))
    if not path.is_file():
        raise Misuse(f"there is no {_shown(path)}, with which the pages start; see root_doc")


def report_known_problems(app: Sphinx, env: BuildEnvironment) -> None:
    """Print the warnings of documents that did not change, which sphinx-build is silent about.

    So each build says, and ``-W`` counts, all that is wrong with the reference.
    """
    domain = rest_domain(env)
    news = set(domain.problems_of(domain.documents_read))
    known = [one for one in domain.problems_of(domain.documents) if one not in news]
    if app.config.os_apiref_check:  # then all but what Sphinx itself said is told each time
        known = [one for one in known if one.kind is ProblemKind.MARKUP]
    report(one for one in told(known, app.config) if one.severity is not Severity.NOTE)


def _outcome(app: Sphinx) -> Outcome:
    domain = rest_domain(app.env)
    reference = domain.reference()
    found = domain.told or told(reference.problems, app.config)
    notes = [one for one in found if one.severity is Severity.NOTE]
    return Outcome(
        page=_shown(_page(app)),
        operations=len(reference.operations),
        warnings=app._warncount,
        notes=len(notes),
        succeeded=app.statuscode == 0,
        files=_files_outside(app),
    )


def _page(app: Sphinx) -> Path:
    """Return the file that a reader opens first, the folder where a builder makes none."""
    root, outdir = app.config.root_doc, Path(app.outdir)
    places = [outdir / f"{root}{getattr(app.builder, 'out_suffix', '')}"]
    if hasattr(app.builder, "get_outfilename"):
        places.insert(0, Path(app.builder.get_outfilename(root)))
    if app.builder.name == "epub":
        places.insert(0, outdir / f"{app.config.epub_basename}.epub")
    return next((path for path in places if path.is_file()), outdir)


def _shown(path: Path) -> Path:
    """Return a path as short as the working directory allows."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _files_outside(app: Sphinx) -> tuple[str, ...]:
    source = Path(app.srcdir)
    names = {str(name) for found in app.env.dependencies.values() for name in found}
    names.add(os.path.join(app.confdir, CONF))
    paths = {os.path.realpath(source / name) for name in names}
    return tuple(sorted(path for path in paths if not Path(path).is_relative_to(source)))


def _one_line(error: Exception) -> str:
    """Return what a user needs to know of an error."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # Sphinx puts whole tracebacks into some messages; their last line says why.
    text = " ".join(lines if len(lines) < 3 else (lines[0], lines[-1]))
    cause = error.__cause__ or error
    if isinstance(error, ConfigError) and not isinstance(cause, (SphinxError, SyntaxError)):
        frames = traceback.extract_tb(cause.__traceback__)
        lines_of_conf = [frame.lineno for frame in frames if frame.filename.endswith(CONF)]
        text += f" ({CONF}, line {lines_of_conf[-1]})" if lines_of_conf else ""
    return text if isinstance(error, SphinxError) else f"{type(error).__name__}: {text}"


def _write_log(error: Exception) -> str:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="os-apiref-", suffix=".log", delete=False
    ) as file:
        file.writelines(traceback.format_exception(error))
        # What an error in a process of -j brought along.
        file.write(getattr(error, "traceback", ""))
    return file.name


def _warning_stream(order: Order, stack: ExitStack) -> TextIO:
    if order.warning_file is None:
        return sys.stderr
    try:
        order.warning_file.parent.mkdir(parents=True, exist_ok=True)
        file = stack.enter_context(order.warning_file.open("w", encoding="utf-8"))
    except OSError as error:
        raise Misuse(f"cannot write {order.warning_file}: {error.strerror}") from error
    return cast(TextIO, _Tee(sys.stderr, file))


class _Tee(io.TextIOBase):
    """A stream that writes to a terminal and, without colours, to a file."""

    def __init__(self, terminal: TextIO, file: TextIO) -> None:
        self._terminal = terminal
        self._file = file

    def write(self, text: str) -> int:
        self._file.write(strip_colors(text))
        return self._terminal.write(text)

    def flush(self) -> None:
        self._file.flush()
        self._terminal.flush()


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Collect garbage rarely: a build makes millions of objects and drops few cycles.

    This belongs to a process that builds and ends, so not to the extension.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS_BEFORE_COLLECTION, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
