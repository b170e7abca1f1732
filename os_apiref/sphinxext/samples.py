# SPDX-License-Identifier: Apache-2.0
"""Samples: files that ``literalinclude`` shows."""

from __future__ import annotations

import os
from pathlib import Path

from docutils import nodes
from sphinx.directives.code import LiteralInclude

from os_apiref.jsontext import is_json
from os_apiref.kinds import ProblemKind
from os_apiref.load.files import near_files
from os_apiref.problems import did_you_mean
from os_apiref.sphinxext.directives import RestDirective
from os_apiref.sphinxext.nodes import rest_sample

_JSON_LANGUAGES = {"", "javascript", "js", "json", "default"}


class Sample(LiteralInclude, RestDirective):
    """Sphinx's ``literalinclude``, whose file is noted as a sample."""

    def run(self) -> list[nodes.Node]:
        """Return Sphinx's nodes; JSON is JSON whatever ``:language:`` says."""
        if not self._exists():
            return []
        result = super().run()
        for node in result:
            for block in list(node.findall(nodes.literal_block)):
                block["sample"] = block["source"]
                if _looks_like_json(block):
                    block["language"] = "json"
                    if block is node:
                        return [self._plain_sample(block)]
        return result

    def _exists(self) -> bool:
        # What no path may hold would end the build, in Sphinx's own work with paths.
        argument = self.arguments[0] = self.arguments[0].replace("\0", "\ufffd")
        folder = os.path.dirname(self.env.doc2path(self.env.docname))
        if not argument.startswith("/") and os.path.isfile(os.path.join(folder, argument)):
            return True
        relative, path = self.env.relfn2path(argument)
        if os.path.isfile(path):
            return True
        self.env.note_dependency(relative)
        found = f"the sample {argument} does not exist ({path})"
        advice = self._near(Path(path))
        if os.path.isdir(path):
            found, advice = f"the sample {argument} is a folder", "name a file in it"
        self.note(ProblemKind.MISSING_SAMPLE, self.place, found, advice)
        return False

    def _near(self, path: Path) -> str:
        hint = did_you_mean(path.name, near_files(path))
        return hint or "name a file relative to the document"

    def _plain_sample(self, block: nodes.literal_block) -> nodes.literal_block:
        """Return a block that needs only colours as our node, which makes them fast."""
        is_numbered = block.get("linenos") or "hl_lines" in block["highlight_args"]
        if is_numbered or block["ids"] or block["names"]:
            return block
        sample = rest_sample(block.rawsource, block.rawsource, **block.attributes)
        sample.source, sample.line = block.source, block.line
        return sample


def _looks_like_json(block: nodes.literal_block) -> bool:
    wanted = block["source"].endswith(".json") or block.get("language", "") in _JSON_LANGUAGES
    return wanted and is_json(block.rawsource)
