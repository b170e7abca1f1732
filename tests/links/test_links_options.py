# SPDX-License-Identifier: Apache-2.0
"""Sphinx's options for links: what they mean for asking, and for judging."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.config import Config

from conftest import Build
from os_apiref.links.answer import Hop
from os_apiref.links.exemptions import Exemptions, adjust, sift
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.links.settings import DEFAULT
from os_apiref.problems import Place
from os_apiref.sphinxext.linkoptions import LINK_OPTIONS, Configured, settings_from

A = "https://e.org/a"


def configured(**options: Any) -> Configured:
    config = Config(options)
    for option in LINK_OPTIONS:
        if option.name not in config:
            config.add(option.name, option.default, "", ())
    return settings_from(config)


SETTINGS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"linkcheck_retries": 1, "linkcheck_timeout": 30, "linkcheck_workers": 5}, {}),
    ({"linkcheck_retries": 4}, {"attempts": 4}),
    ({"linkcheck_retries": 0}, {"attempts": 1}),
    ({"linkcheck_timeout": 2.5}, {"deadline_seconds": 2.5, "connect_seconds": 2.5}),
    ({"linkcheck_timeout": 90}, {"deadline_seconds": 90, "connect_seconds": 10}),
    ({"linkcheck_workers": 2}, {"most_connections": 2, "workers_per_host": 2}),
    ({"linkcheck_workers": 20}, {"most_connections": 20, "workers_per_host": 4}),
    ({"linkcheck_rate_limit_timeout": 5}, {"most_wait_seconds": 5, "most_host_wait_seconds": 180}),
    (
        {"linkcheck_rate_limit_timeout": 600},
        {"most_wait_seconds": 600, "most_host_wait_seconds": 600},
    ),
    ({"linkcheck_rate_limit_timeout": 0}, {"most_wait_seconds": 0, "most_host_wait_seconds": 0}),
    ({"user_agent": "we"}, {"user_agent": "we"}),
    ({"tls_verify": False}, {"verify_tls": False}),
    ({"tls_cacerts": "ca.pem"}, {"ca_bundle": "ca.pem"}),
    (
        {"linkcheck_auth": [("https://e[.]org/", ("me", "secret"))]},
        {"credentials": ((re.compile("https://e[.]org/"), ("me", "secret")),)},
    ),
]


@pytest.mark.parametrize(("options", "changes"), SETTINGS)
def test_options_of_asking(options: dict[str, Any], changes: dict[str, Any]) -> None:
    found = configured(**options)
    assert (found.settings, found.complaints) == (replace(DEFAULT, **changes), ())


EXEMPTIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"linkcheck_ignore": ["a"]}, {"urls": (re.compile("a"),)}),
    ({"linkcheck_exclude_documents": ["a"]}, {"documents": (re.compile("a"),)}),
    ({"linkcheck_anchors": False}, {"fragments": (re.compile(""),)}),
    ({"linkcheck_anchors_ignore": ("a",)}, {"fragments": (re.compile("a"),)}),
    ({"linkcheck_anchors_ignore_for_url": ["a"]}, {"fragments_of": (re.compile("a"),)}),
    ({"linkcheck_allowed_redirects": {"a": "b"}},
     {"redirects": ((re.compile("a"), re.compile("b")),)}),
    ({"linkcheck_allowed_redirects": {re.compile("a"): re.compile("b")}},
     {"redirects": ((re.compile("a"), re.compile("b")),)}),
    ({"linkcheck_case_insensitive_urls": {"a"}}, {"any_case": (re.compile("a"),)}),
    ({"linkcheck_allow_unauthorized": True}, {"unauthorized_is_ok": True}),
    ({"linkcheck_report_timeouts_as_broken": True}, {"timeout_is_broken": True}),
]  # fmt: skip


@pytest.mark.parametrize(("options", "changes"), EXEMPTIONS)
def test_options_of_judging(options: dict[str, Any], changes: dict[str, Any]) -> None:
    found = configured(**options)
    usual = Exemptions(fragments=(re.compile("^!"),))
    assert (found.exemptions, found.complaints) == (replace(usual, **changes), ())


HEADERS = {
    "https://e.org": {"X": "host"},
    "https://f.org/page": {"X": "page"},
    "*": {"X": "all"},
}


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://e.org", "host"),
        ("https://e.org/a?b", "host"),
        ("https://e.org.evil.com/", "all"),
        ("https://f.org/page", "page"),
        ("https://f.org/page/2", "all"),
        ("https://g.org/", "all"),
    ],
)
def test_one_entry_of_headers_counts_for_a_url(url: str, value: str) -> None:
    settings = configured(linkcheck_request_headers=HEADERS).settings
    assert [pairs for pattern, pairs in settings.headers if pattern.match(url)] == [(("X", value),)]


COMPLAINTS: list[tuple[dict[str, Any], str]] = [
    (
        {"linkcheck_ignore": ["("]},
        "linkcheck_ignore: '(' has no effect on os_apiref_links; give a regular expression",
    ),
    (
        {"linkcheck_ignore": "https://e.org"},
        "linkcheck_ignore: 'https://e.org' has no effect on os_apiref_links; "
        "give a list of regular expressions",
    ),
    (
        {"linkcheck_ignore": [7]},
        "linkcheck_ignore: 7 has no effect on os_apiref_links; give a regular expression",
    ),
    (
        {"linkcheck_timeout": "soon"},
        "linkcheck_timeout: 'soon' has no effect on os_apiref_links; give a number",
    ),
    (
        {"linkcheck_retries": -1},
        "linkcheck_retries: -1 has no effect on os_apiref_links; give a number",
    ),
    (
        {"linkcheck_auth": [("https://e.org", object)]},
        "linkcheck_auth: 'https://e.org' has no effect on os_apiref_links; "
        "give a pair of name and password for it",
    ),
    (
        {"linkcheck_auth": ["me:secret"]},
        "linkcheck_auth: 'an entry' has no effect on os_apiref_links; "
        "give pairs of a pattern and (name, password)",
    ),
    (
        {"linkcheck_request_headers": ["X"]},
        "linkcheck_request_headers: ['X'] has no effect on os_apiref_links; "
        "give a mapping from URLs to headers",
    ),
    (
        {"linkcheck_request_headers": {"*": "X"}},
        "linkcheck_request_headers: '*' has no effect on os_apiref_links; "
        "give a URL, and a mapping of headers for it",
    ),
    (
        {"tls_cacerts": {"e.org": "ca.pem"}},
        "tls_cacerts: {'e.org': 'ca.pem'} has no effect on os_apiref_links; "
        "give one file or folder",
    ),
    (
        {"linkcheck_ignores": ["a"]},
        "linkcheck_ignores has no effect on os_apiref_links; did you mean 'linkcheck_ignore'?",
    ),
]


@pytest.mark.parametrize(("options", "complaint"), COMPLAINTS)
def test_what_has_no_effect_is_complained_of(options: dict[str, Any], complaint: str) -> None:
    assert configured(**options).complaints == (complaint,)


def test_no_password_is_told() -> None:
    entries = [("https://e.org", ("me", b"secret")), {"me": "secret"}, ["me", "secret"]]
    assert "secret" not in " ".join(configured(linkcheck_auth=entries).complaints)


def test_the_table_has_every_option_of_linkcheck(build: Build) -> None:
    app: Sphinx = build({"index.rst": "x"}, builder="dummy").app
    theirs = {option.name for option in app.config if option.name.startswith("linkcheck_")}
    known = {option.name for option in LINK_OPTIONS}
    assert theirs
    assert theirs - known == set()
    assert settings_from(app.config).complaints == ()
    assert settings_from(app.config).settings == DEFAULT


def link(url: str = A, page: str = "index", line: int = 1) -> Link:
    return Link(url, Place(f"{page}.rst", line, 1), page, url)


def test_what_is_to_be_ignored_says_why() -> None:
    exemptions = Exemptions(urls=(re.compile("https://e"),))
    kept, ignored = sift([link(), link("http://f.org/")], exemptions)
    assert [one.url for one in kept] == [A, "http://f.org/"]
    assert ignored == {A: "'https://e' says to ignore it"}


def test_a_pattern_meets_the_whole_url_from_its_start() -> None:
    exemptions = Exemptions(urls=(re.compile("org"), re.compile(".*#b$")))
    assert sift([link(f"{A}#b"), link()], exemptions).ignored == {
        f"{A}#b": "'.*#b$' says to ignore it"
    }


def test_a_url_of_excluded_documents_only_is_ignored() -> None:
    exemptions = Exemptions(documents=(re.compile("old"),))
    both = [link(page="old/x"), link(page="new"), link(f"{A}/b", page="old/x")]
    kept, ignored = sift(both, exemptions)
    assert [(one.url, one.page) for one in kept] == [(A, "new"), (f"{A}/b", "old/x")]
    assert ignored == {f"{A}/b": "the project excludes document old/x"}


FRAGMENTS = [
    (Exemptions(fragments=(re.compile("^!"),)), f"{A}#!b", A),
    (Exemptions(fragments=(re.compile("^!"),)), f"{A}#b!", f"{A}#b!"),
    (Exemptions(fragments=(re.compile(""),)), f"{A}#b", A),
    (Exemptions(fragments_of=(re.compile(A),)), f"{A}#b", A),
    (Exemptions(fragments_of=(re.compile(f"{A}$"),)), f"{A}/c#b", f"{A}/c#b"),
    (Exemptions(), f"{A}#b", f"{A}#b"),
]


@pytest.mark.parametrize(("exemptions", "url", "asked"), FRAGMENTS)
def test_an_exempt_fragment_is_not_looked_for(exemptions: Exemptions, url: str, asked: str) -> None:
    (kept,), ignored = sift([link(url)], exemptions)
    assert (kept.url, kept.written, ignored) == (asked, url, {})


def result(verdict: Verdict, target: str = "") -> Result:
    hops = (Hop(A, 301, target),) if target else ()
    return Result(A, verdict, "as it was", hops=hops)


ADJUSTED = [
    (Exemptions(), result(Verdict.REDIRECTED, "https://e.org/A"), Verdict.REDIRECTED),
    (
        Exemptions(redirects=((re.compile(A), re.compile("https://f")),)),
        result(Verdict.REDIRECTED, "https://f.org/"),
        Verdict.OK,
    ),
    (
        Exemptions(redirects=((re.compile(A), re.compile("https://f")),)),
        result(Verdict.REDIRECTED, "https://g.org/"),
        Verdict.REDIRECTED,
    ),
    (
        Exemptions(redirects=((re.compile(A), re.compile("https://f")),)),
        result(Verdict.BROKEN, "https://f.org/"),
        Verdict.BROKEN,
    ),
    (
        Exemptions(any_case=(re.compile("https://e"),)),
        result(Verdict.REDIRECTED, "https://E.org/A/"),
        Verdict.OK,
    ),
    (
        Exemptions(any_case=(re.compile("https://e"),)),
        result(Verdict.REDIRECTED, "https://e.org/b"),
        Verdict.REDIRECTED,
    ),
    (
        Exemptions(urls=(re.compile("https://f"),)),
        result(Verdict.FORBIDDEN, "https://f.org/"),
        Verdict.IGNORED,
    ),
    (Exemptions(unauthorized_is_ok=True), result(Verdict.UNAUTHORIZED), Verdict.OK),
    (Exemptions(), result(Verdict.UNAUTHORIZED), Verdict.UNAUTHORIZED),
    (Exemptions(unauthorized_is_ok=True), result(Verdict.FORBIDDEN), Verdict.FORBIDDEN),
    (Exemptions(timeout_is_broken=True), result(Verdict.TIMEOUT), Verdict.BROKEN),
    (Exemptions(), result(Verdict.TIMEOUT), Verdict.TIMEOUT),
]


@pytest.mark.parametrize(("exemptions", "before", "verdict"), ADJUSTED)
def test_a_result_as_the_project_wants_it_judged(
    exemptions: Exemptions, before: Result, verdict: Verdict
) -> None:
    after = adjust(before, exemptions)
    assert after.verdict is verdict
    assert before.why in after.why or after.verdict is Verdict.IGNORED
