# SPDX-License-Identifier: Apache-2.0
"""Blocks of a resolved document as HTML, as plain text and as Markdown, for exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from html import escape
from types import MethodType
from typing import Any, cast

from docutils import nodes
from docutils.frontend import get_default_settings
from sphinx.application import Sphinx
from sphinx.util.logging import getLogger
from sphinx.writers.html import HTMLWriter
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.text import TextTranslator

from os_apiref import markdowntext
from os_apiref.export.publication import Form, Prose
from os_apiref.sphinxext.exportbuilder import ExportBuilder
from os_apiref.sphinxext.markdown import TextWriter
from os_apiref.sphinxext.prosesafety import make_safe

_LOGGER = getLogger(__name__)
_SPACE = re.compile(r"\s+")
_OURS = "rest_"
_NO_LANGUAGE = ("default", "none", "text", "")


class Renderer:
    """Renders blocks; one document after another."""

    def __init__(self, app: Sphinx, builder: ExportBuilder, forms: Set[Form]) -> None:
        self._app = app
        self._builder = builder
        self._has_text = Form.TEXT in forms
        self._has_html = Form.HTML in forms
        self._markdown = TextWriter(builder.env) if Form.MARKDOWN in forms else None
        self._settings = get_default_settings(HTMLWriter)
        for name, value in builder.env.settings.items():
            setattr(self._settings, name, value)
        self._settings.compact_lists = bool(builder.config.html_compact_lists)

    def start(self, document: nodes.document, docname: str) -> None:
        """Go on to a document."""
        document.settings = self._settings
        self._page = self._builder.get_target_uri(docname)
        self._html = _Html(document, cast(Any, self._builder))
        self._text = _PlainText(document, cast(Any, self._builder))
        handlers = self._app.registry.translation_handlers
        _install(self._html, handlers.get("html", {}))
        _install(self._text, handlers.get("text", {}))

    def render(self, blocks: Sequence[nodes.Node]) -> Prose:
        """Return some blocks in each form that is asked for."""
        if len(blocks) == 1 and (plain := _plain_text(blocks[0])) is not None:
            html = f"<p>{escape(plain, quote=False)}</p>" if self._has_html else ""
            markdown = markdowntext.plain(plain) if self._markdown else ""
            return Prose(plain if self._has_text else "", html, markdown)
        safe = make_safe(blocks, self._page)
        return Prose(
            self._text.render(safe) if self._has_text else "",
            self._html.render(safe) if self._has_html else "",
            self._markdown.render(safe) if self._markdown else "",
        )


def _install(translator: _Html | _PlainText, handlers: Mapping[str, tuple[Any, Any]]) -> None:
    """Have a translator show the nodes of other extensions as they ask for."""
    for name, (visit, depart) in handlers.items():
        if not name.startswith(_OURS):
            setattr(translator, f"visit_{name}", MethodType(_guarded(visit), translator))
            if depart:
                setattr(translator, f"depart_{name}", MethodType(depart, translator))


def _guarded(visit: Callable[[Any, nodes.Element], None]) -> Callable[..., None]:
    """Return a visitor that shows the words of a node where the one given fails.

    It may ask its builder for what only one of pages has.
    """

    def visit_or_show_words(self: _Html | _PlainText, node: nodes.Element) -> None:
        try:
            visit(self, node)
        except nodes.TreePruningException:
            raise
        except Exception as error:  # noqa: BLE001 - of whatever extension
            found = (
                "an export shows the words of %s alone, for it cannot be shown otherwise: %s: %s"
            )
            details = (node.tagname, type(error).__name__, error)
            _LOGGER.warning(found, *details, location=node, type="os_apiref", subtype="export")
            self.show_words(node.astext())
            raise nodes.SkipNode from None

    return visit_or_show_words


def _plain_text(block: nodes.Node) -> str | None:
    """Return the text of a paragraph that holds nothing else, which most do."""
    if not isinstance(block, nodes.paragraph) or block["classes"]:
        return None
    is_plain = all(isinstance(child, nodes.Text) for child in block.children)
    return " ".join(block.astext().split()) if is_plain else None


class _Html(HTML5Translator):
    """Sphinx's HTML of blocks, but code without the colours and classes of its own pages."""

    def render(self, blocks: Sequence[nodes.Node]) -> str:
        """Return some blocks as HTML."""
        self.body: list[str] = []
        for block in blocks:
            block.walkabout(self)
        return "".join(self.body).strip()

    def show_words(self, text: str) -> None:
        """Add words that an author wrote."""
        self.body.append(self.encode(text))

    def visit_literal(self, node: nodes.Element) -> None:
        """Show code in a line."""
        self.body.append(f"{self.starttag(node, 'code', '')}{self.encode(node.astext())}</code>")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Show code; the class names its language as the HTML standard proposes (``code``)."""
        language = node.get("language", "default")
        name = "" if language in _NO_LANGUAGE else f' class="language-{escape(language)}"'
        self.body.append(f"<pre><code{name}>{self.encode(node.astext())}</code></pre>\n")
        raise nodes.SkipNode

    def unknown_visit(self, node: nodes.Node) -> None:
        """Pass over our own nodes; of others that HTML does not know show what is inside."""
        _pass_over_ours(node)

    def unknown_departure(self, node: nodes.Node) -> None:
        """Do nothing."""


class _PlainText(TextTranslator):
    """Sphinx's text of blocks, each paragraph in one line and without signs for emphasis."""

    def render(self, blocks: Sequence[nodes.Node]) -> str:
        """Return some blocks as text."""
        self.states = [[]]
        self.stateindent = [0]
        self.visit_document(self.document)
        for block in blocks:
            block.walkabout(self)
        self.depart_document(self.document)
        return self.body.strip("\n")

    def end_state(self, wrap: bool = True, *args: Any, **kwargs: Any) -> None:
        """End a block without breaking its lines."""
        super().end_state(False, *args, **kwargs)

    def show_words(self, text: str) -> None:
        """Add words that an author wrote."""
        self.add_text(text)

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802 - docutils' name
        """Add words; the lines of the source are the author's, not the reader's."""
        text = node.astext()
        is_verbatim = isinstance(node.parent, nodes.FixedTextElement)
        self.add_text(text if is_verbatim else _SPACE.sub(" ", text))

    def unknown_visit(self, node: nodes.Node) -> None:
        """Pass over our own nodes; of others that text does not know show what is inside."""
        _pass_over_ours(node)

    def unknown_departure(self, node: nodes.Node) -> None:
        """Do nothing."""

    def _no_sign(self, node: nodes.Element) -> None:
        """Show emphasis as the words alone."""

    visit_emphasis = depart_emphasis = _no_sign
    visit_strong = depart_strong = _no_sign
    visit_literal = depart_literal = _no_sign
    visit_literal_emphasis = depart_literal_emphasis = _no_sign
    visit_literal_strong = depart_literal_strong = _no_sign
    visit_title_reference = depart_title_reference = _no_sign


def _pass_over_ours(node: nodes.Node) -> None:
    if isinstance(node, nodes.Element) and node.tagname.startswith(_OURS):
        raise nodes.SkipNode
