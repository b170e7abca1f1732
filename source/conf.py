"""Sphinx configuration of the demo: one extension, one theme."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from os_apiref.kinds import Group, ProblemKind
from os_apiref.reports.links_report import SECTIONS
from os_apiref.sphinxext.linkoptions import LINK_OPTIONS

project = "Images API"
author = "The os_apiref authors"
copyright = author
version = release = "2.38"

extensions = ["os_apiref"]

os_apiref_min_microversion = "2.1"
os_apiref_max_microversion = "2.42"
os_apiref_release_microversions = {
    "2.1": "Kilo",
    "2.12": "Liberty",
    "2.25": "Mitaka",
    "2.38": "Newton",
    "2.42": "Ocata",
}

os_apiref_endpoint = "https://compute.example.com/v2.1"
os_apiref_headers = {
    "X-Auth-Token": "{token}",
    "OpenStack-API-Version": "compute {version}",
}

# images.rst is translated: os-apiref build -D language=de
locale_dirs = ["locale"]

os_apiref_publish = ["json", "openapi", "markdown", "llms"]

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
        finder = "links" if kind.group is Group.LINKS else "check"
        weight = kind.severity.value if kind.plain else f"{kind.severity.value}, {finder} only"
        term = nodes.term("", "", nodes.literal("", kind.label), nodes.Text(f" ({weight})"))
        term["ids"] = [f"rule-{kind.label}"]
        text = nodes.paragraph("", f"{kind.sentence} {kind.why}")
        return nodes.definition_list_item("", term, nodes.definition("", text))


class VerdictList(SphinxDirective):
    """``.. verdict-list::``: every verdict on a link, as the reports tell it."""

    def run(self):
        return [definitions((section.key, section.sentence) for section in SECTIONS)]


class LinkOptionList(SphinxDirective):
    """``.. link-option-list::``: what Sphinx's options of linkcheck do here."""

    def run(self):
        return [definitions((option.name, option.meaning) for option in LINK_OPTIONS)]


def definitions(pairs):
    items = []
    for name, text in pairs:
        term = nodes.term("", "", nodes.literal("", name))
        definition = nodes.definition("", nodes.paragraph("", text))
        items.append(nodes.definition_list_item("", term, definition))
    return nodes.definition_list("", *items)


def setup(app):
    app.add_directive("rule-list", RuleList)
    app.add_directive("verdict-list", VerdictList)
    app.add_directive("link-option-list", LinkOptionList)
