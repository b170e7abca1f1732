# SPDX-License-Identifier: Apache-2.0
"""The registration of the extension."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

import os_apiref
from os_apiref import render
from os_apiref.kinds import ProblemKind
from os_apiref.load.texts import Texts
from os_apiref.sphinxext import (
    board,
    books,
    contents,
    directives,
    dress,
    expand,
    exportbuilder,
    figures,
    html,
    includes,
    indexpages,
    indices,
    linkbuilder,
    longlines,
    markdownlink,
    nodes,
    pageindex,
    pagenames,
    pages,
    publish,
    roles,
    samplekeys,
    samples,
    search,
    snippets,
    transforms,
    wording,
)
from os_apiref.sphinxext.config import add_options, warn_of_bad_levels
from os_apiref.sphinxext.domain import RestDomain, rest_domain
from os_apiref.sphinxext.logs import watch_warnings
from os_apiref.sphinxext.warn import report, told

if TYPE_CHECKING:
    from sphinx.util.typing import ExtensionMetadata

ENV_VERSION = 6
PACKAGE = Path(os_apiref.__file__).parent
STATIC = PACKAGE / "static"
BOOK = PACKAGE / "book"
"""The style of a book: what a validator of books takes for an error is no part of it."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    if "os_api_ref" in app.config.extensions:
        raise ExtensionError(
            "extensions has both 'os_api_ref' and 'os_apiref', which register the same "
            "directives; remove 'os_api_ref'"
        )
    add_options(app)
    wording.load_words(app)
    app.add_domain(RestDomain)
    app.add_role_to_domain("rest", "op", roles.ObjectRole())
    app.add_role_to_domain("rest", "param", roles.ObjectRole())
    app.add_index_to_domain("rest", indices.OperationIndex)
    app.add_index_to_domain("rest", indices.ParameterIndex)
    app.add_domain(directives.NeedsDomain)
    app.add_directive("rest_method", directives.RestMethod)
    app.add_directive("rest_parameters", directives.RestParameters)
    app.add_directive("rest_status_code", directives.RestStatusCode)
    app.add_directive("rest_expand_all", directives.RestExpandAll)
    app.add_directive("rest_board", board.RestBoard)
    app.add_directive("include", includes.NotedInclude, override=True)
    app.add_directive("literalinclude", samples.Sample, override=True)
    app.add_source_parser(pages.PageParser)
    app.add_transform(transforms.PlaceDescriptions)
    app.add_transform(transforms.FindMarkers)
    app.add_transform(pages.LimitContents)
    app.add_transform(pagenames.LeaveNamesOpen)
    app.add_post_transform(transforms.ShowMarkers)
    app.add_post_transform(pageindex.DropIdleControls)
    app.add_post_transform(samplekeys.MatchSamples)
    app.add_post_transform(figures.GatherSamples)
    app.add_post_transform(dress.DressOperations)
    app.add_post_transform(html.NarrowSearch)
    app.add_post_transform(expand.Expand)
    app.add_post_transform(books.UnlinkSearch)
    app.add_node(nodes.rest_operation, html=(html.visit_operation, html.depart_operation))
    app.add_node(nodes.rest_title, html=(html.visit_title, html.depart_title))
    app.add_node(nodes.rest_method, html=(html.visit_method, None))
    app.add_node(nodes.rest_parameters, html=(html.visit_parameters, None))
    app.add_node(nodes.rest_part, html=(html.visit_part, html.depart_part))
    app.add_node(nodes.rest_statuses, html=(html.visit_statuses, None))
    app.add_node(nodes.rest_toc_method, html=(contents.visit_method, contents.depart_method))
    app.add_node(nodes.rest_sample, html=(html.visit_sample, None))
    app.add_node(nodes.rest_samples, html=(figures.visit_samples, figures.depart_samples))
    app.add_node(nodes.rest_snippets, html=(snippets.visit_snippets, None))
    app.add_node(nodes.rest_column, html=(figures.visit_samples, figures.depart_samples))
    app.add_node(nodes.rest_figure, html=(figures.visit_figure, figures.depart_figure))
    app.add_node(nodes.rest_caption, html=(figures.visit_caption, figures.depart_caption))
    app.add_node(nodes.rest_expand_all, html=(html.visit_expand_all, None))
    app.add_node(nodes.rest_definitions, html=(html.skip, None))
    app.add_node(board.rest_progress, html=(board.visit_progress, None))
    app.add_builder(linkbuilder.LinkBuilder)
    app.add_builder(exportbuilder.ExportBuilder)
    watch_warnings(app)
    app.connect("config-inited", warn_of_bad_levels)
    app.connect("config-inited", publish.check_formats)
    app.add_config_value(snippets.FOLDERS, [], "html", list)
    app.connect("config-inited", snippets.check_names)
    app.connect("config-inited", snippets.note_templates)
    app.connect("config-inited", longlines.wrap_long_words)
    app.connect("config-inited", longlines.leave_out_indices)
    app.connect("config-inited", pages.register_suffix, priority=900)
    app.connect("builder-inited", pages.find_pages, priority=400)
    app.connect("builder-inited", add_static_files)
    app.connect("builder-inited", search.add_scorer)
    app.connect("env-get-outdated", pages.take_plan)
    app.connect("env-before-read-docs", note_documents_to_read)
    app.connect("env-updated", report_problems)
    app.connect("env-updated", markdownlink.name_markdown)
    app.connect("env-updated", board.prepare_board, priority=502)
    app.connect("doctree-read", contents.add_methods, priority=contents.AFTER_COLLECTORS)
    app.connect("doctree-resolved", board.show_boards)
    app.connect("write-started", indexpages.note_pages)
    app.connect("warn-missing-reference", roles.warn_of_unknown)
    app.connect("html-page-context", show_problems)
    app.connect("html-page-context", indexpages.write_index)
    app.connect("html-page-context", pageindex.add_moved_ids)
    app.connect("html-page-context", publish.link_data)
    app.connect("html-page-context", markdownlink.add_markdown_link)
    app.connect("build-finished", publish.publish)
    app.connect("html-page-context", wording.add_script_words)
    app.connect("build-finished", wording.copy_template)
    return {
        "version": os_apiref.__version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def add_static_files(app: Sphinx) -> None:
    """Have the style sheet and the script copied and linked where pages are HTML."""
    if app.builder.format != "html":
        return
    is_book = app.builder.name == "epub"
    app.config.html_static_path.append(str(BOOK if is_book else STATIC))
    if is_book:
        app.add_css_file("os_apiref_book.css")
        return
    app.add_css_file("os_apiref.css")
    app.add_js_file("os_apiref.js", loading_method="defer")


def note_documents_to_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Remember whose problems are news in this build."""
    rest_domain(env).documents_read = tuple(docnames)


def report_problems(app: Sphinx, env: BuildEnvironment) -> None:
    """Print the problems of the documents that were read, or all that a check finds."""
    domain = rest_domain(env)
    if app.config.os_apiref_check:
        from os_apiref.sphinxext.checking import find_problems, whole_reference

        domain.whole = whole_reference(env)
        found = domain.told = find_problems(domain.whole, app.config, Texts())
    else:
        found = told(domain.problems_of(domain.documents_read), app.config)
    # Sphinx has printed faults of markup when it met them.
    report(one for one in found if one.problem.kind is not ProblemKind.MARKUP)


def show_problems(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the problems of a document on its page where the project asks for it."""
    if app.config.os_apiref_show_problems and doctree is not None:
        domain = rest_domain(app.env)
        files = domain.files_of(pagename)
        found = told(domain.problems_of([pagename]), app.config)
        found += [
            one for one in domain.told if one.problem.place.path in files and one not in found
        ]
        if found:
            context["body"] = render.problems(wording.words(), found) + context["body"]
