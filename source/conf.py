"""Sphinx configuration of the demo: one extension, one theme."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from os_apiref.kinds import Group, ProblemKind

project = "Images API"
author = "The os_apiref authors"
copyright = author
version = release = "2.38"

extensions = ["os_apiref"]

html_theme = "sphinx_rtd_theme"
html_title = "Images API"

# What Sphinx remembers of a build lies in its folder unless -d says otherwise; an epub is no
# place for it.
suppress_warnings = ["epub.unknown_project_files"]


class RuleList(SphinxDirective):
    """``.. rule-list::``: every rule, as the package declares it, with an id of its own."""

    def run(self):
        return [self.section(group) for group in Group]

    def section(self, group):
        kinds = [kind for kind in ProblemKind if kind.group is group]
        title = nodes.title("", group.value)
        section = nodes.section("", title, ids=[f"rules-{group.name.lower()}"])
        section += nodes.definition_list("", *(self.item(kind) for kind in kinds))
        return section

    def item(self, kind):
        weight = kind.severity.value if kind.plain else f"{kind.severity.value}, check only"
        term = nodes.term("", "", nodes.literal("", kind.label), nodes.Text(f" ({weight})"))
        term["ids"] = [f"rule-{kind.label}"]
        text = nodes.paragraph("", f"{kind.sentence} {kind.why}")
        return nodes.definition_list_item("", term, nodes.definition("", text))


def setup(app):
    app.add_directive("rule-list", RuleList)
