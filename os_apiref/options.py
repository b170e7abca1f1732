# SPDX-License-Identifier: Apache-2.0
"""Every option of ``conf.py``, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Option:
    """One option: ``os_apiref_NAME``, and ``os_api_ref_NAME`` where os-api-ref has it too.

    ``rebuild`` is what a change of it makes Sphinx do again: read documents
    ('env'), write pages ('html') or nothing ('').
    """

    name: str
    default: Any
    types: tuple[type, ...]
    rebuild: Literal["env", "html", ""]
    help: str
    legacy: bool = False

    @property
    def full_name(self) -> str:
        """The name to write in conf.py."""
        return f"os_apiref_{self.name}"

    @property
    def legacy_name(self) -> str:
        """The name that os-api-ref has for it."""
        return f"os_api_ref_{self.name}"


FORMATS = ("json", "openapi", "markdown", "llms")
"""What ``os_apiref_publish`` and ``os-apiref export`` take, as in export.formats."""

PAGE_BUILDERS = ("html", "dirhtml", "singlehtml")
"""The builders whose pages an export leads to, and beside whose pages it is published."""

OPTIONS = (
    Option(
        "check",
        False,
        (bool,),
        "html",
        "Check the whole reference in each build, as ``os-apiref check`` does.",
    ),
    Option(
        "checks",
        {},
        (dict,),
        "html",
        "What single rules weigh, by name: {'unused-sample': 'off', 'misplaced-row': 'error'}.",
    ),
    Option(
        "pages",
        False,
        (bool,),
        "env",
        "Make a page of its own of each .inc file with a title that a document includes.",
    ),
    Option(
        "publish",
        [],
        (list, tuple),
        "html",
        "What to write beside the pages for programs: ['json', 'openapi', 'markdown', 'llms'].",
    ),
    Option(
        "show_markers",
        False,
        (bool,),
        "html",
        "Show needs:* markers as boxes at their places.",
    ),
    Option(
        "show_problems",
        False,
        (bool,),
        "html",
        "Show the problems of a document at the top of its page.",
    ),
    Option(
        "infer_nesting",
        True,
        (bool,),
        "html",
        "Show the rows of a body as a tree where the samples of the operation tell what lies "
        "in what; dotted names always nest.",
    ),
    Option(
        "snippets",
        ["curl", "python", "http"],
        (list, tuple),
        "html",
        "The languages of request snippets, in the order of their tabs; [] for none.",
    ),
    Option(
        "endpoint",
        "https://api.example.com",
        (str,),
        "html",
        "The address that the paths of request snippets start from.",
    ),
    Option(
        "headers",
        {"X-Auth-Token": "{token}"},
        (dict,),
        "html",
        "What every request snippet sends: braces hold a variable, {version} is the microversion.",
    ),
    Option(
        "link_networks",
        [],
        (list, tuple),
        "",
        "Networks that the check of links may ask although they are private: ['10.0.0.0/8'].",
    ),
    Option(
        "min_microversion",
        "",
        (str,),
        "html",
        "The earliest microversion that the version control offers.",
        legacy=True,
    ),
    Option(
        "max_microversion",
        "",
        (str,),
        "html",
        "The latest microversion that the version control offers.",
        legacy=True,
    ),
    Option(
        "release_microversions",
        {},
        (dict, str),
        "html",
        "Names of releases by microversion, shown beside it: {'2.90': 'Xena'}.",
        legacy=True,
    ),
)
