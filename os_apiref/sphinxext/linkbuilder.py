# SPDX-License-Identifier: Apache-2.0
"""The check of links as a builder: ``sphinx-build -b os_apiref_links``.

Every build loads this module: what the check needs it loads when it starts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.builders.dummy import DummyBuilder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.logging import getLogger

from os_apiref.checks.findings import Weighed
from os_apiref.sphinxext.warn import report

if TYPE_CHECKING:
    from os_apiref.links.exemptions import Sifted
    from os_apiref.links.moves import Move
    from os_apiref.links.result import Result
    from os_apiref.sphinxext.linkoptions import Configured

_LOGGER = getLogger(__name__)

CACHE = "links.sqlite"
"""What is remembered between builds, in the folder for output."""


class LinkBuilder(DummyBuilder):
    """Finds and follows every link; writes what Sphinx's linkcheck would, in its form.

    What is broken is a warning, and makes the build fail as linkcheck does.
    """

    name = "os_apiref_links"
    epilog = "What became of each link stands in %(outdir)s/output.txt and output.json."

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        # Not self.app, which Sphinx 9 deprecates, nor self._app, which Sphinx 8 lacks.
        self._application = app

    def finish(self) -> None:
        """Check all links, when all documents are read and their references resolved."""
        from os_apiref.sphinxext.linkrun import follow_links

        follow_links(self._application, self.check)

    def check(self, sifted: Sifted, configured: Configured) -> list[Result]:
        """Return the verdict on each URL."""
        try:
            from os_apiref.links.cache import Cache
            from os_apiref.links.check import check_links
            from os_apiref.links.exemptions import adjust
            from os_apiref.links.moves import advised
        except ImportError as error:
            raise SphinxError(
                f"links need more than is installed ({error}): pip install idna"
            ) from error
        moves = self._moves()
        with Cache(Path(self.outdir, CACHE)) as cache:
            if cache.warning:
                _LOGGER.warning("%s", cache.warning, type="os_apiref", subtype="links")
            return check_links(
                sifted.links,
                configured.settings,
                cache,
                ignored=sifted.ignored,
                improve=lambda result: advised(adjust(result, configured.exemptions), moves),
            )

    def _moves(self) -> tuple[Move, ...]:
        """Return the sites that moved, as links.yaml beside the documents lists them."""
        from os_apiref.links.moves import FILE_NAME, load_moves

        path = Path(self.srcdir, FILE_NAME)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            found = "%s cannot be read: %s"
            _LOGGER.warning(found, path, error, type="os_apiref", subtype="links")
            return ()
        moves = load_moves(text, str(path))
        report(Weighed(problem, problem.severity) for problem in moves.problems)
        return moves.moves
