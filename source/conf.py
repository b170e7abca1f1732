"""Sphinx configuration of the demo: one extension, one theme."""

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
