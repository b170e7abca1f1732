"""Sphinx configuration of the demo: one extension, one theme."""

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
    """``.. rule-list::``: every rule, as the package declares it."""

    def run(self):
        lines = []
        for group in Group:
            lines += [group.value, "=" * len(group.value), ""]
            for kind in ProblemKind:
                if kind.group is group:
                    plain = "" if kind.plain else ", check only"
                    lines += [f"``{kind.label}`` ({kind.severity.value}{plain})"]
                    lines += [f"    {kind.sentence} {kind.why}", ""]
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


def setup(app):
    app.add_directive("rule-list", RuleList)
