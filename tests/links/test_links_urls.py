# SPDX-License-Identifier: Apache-2.0
"""From URLs as they are written to URLs that are asked."""

from __future__ import annotations

import pytest

from os_apiref.links.answer import Failure
from os_apiref.links.urls import UrlError, follow, read_url

READ = {
    "http://example.org": "http://example.org/",
    "HTTP://EXAMPLE.org/A": "http://example.org/A",
    "  http://example.org/\n": "http://example.org/",
    "http://exam\nple.org/a\tb": "http://example.org/ab",
    "http://example.org:80/": "http://example.org/",
    "https://example.org:443/": "https://example.org/",
    "https://example.org:80/": "https://example.org:80/",
    "http://example.org:/": "http://example.org/",
    "http://example.org?a=1": "http://example.org/?a=1",
    "http://example.org/#top": "http://example.org/",
    "http:\\\\example.org\\a": "http://example.org/a",
    # Paths and queries.
    "http://h/a b": "http://h/a%20b",
    "http://h/\u00fc?q=\u00e4": "http://h/%C3%BC?q=%C3%A4",
    "http://h/%C3%BC%zz": "http://h/%C3%BC%zz",
    'http://h/{a}|"b"`c^': "http://h/%7Ba%7D|%22b%22%60c%5E",
    "http://h/?a='b'|\"c\"": "http://h/?a=%27b%27|%22c%22",
    "http://h/a\x01b\x7f": "http://h/a%01b%7F",
    "http://h/a/../b/./c/..": "http://h/b/",
    "http://h/%2e%2E/a/%2e": "http://h/a/",
    "http://h/a/.b/..c": "http://h/a/.b/..c",
    "http://h/../..": "http://h/",
    "http://h//a//": "http://h//a//",
    "http://h/\udce9": "http://h/%E9",
    # Hosts.
    "http://m\u00fcnchen.de/": "http://xn--mnchen-3ya.de/",
    "http://M\u00dcNCHEN.de/": "http://xn--mnchen-3ya.de/",
    "http://xn--mnchen-3ya.de/": "http://xn--mnchen-3ya.de/",
    "http://\u2603.net/": "http://xn--n3h.net/",
    "http://example\u3002org/": "http://example.org/",
    "http://exa%6dple.org/": "http://example.org/",
    "http://a_b.example/": "http://a_b.example/",
    "http://example.org./": "http://example.org./",
    "http://[2001:DB8::0:1]:8080/": "http://[2001:db8::1]:8080/",
    # An IPv4 address in every spelling.
    "http://127.0.0.1/": "http://127.0.0.1/",
    "http://2130706433/": "http://127.0.0.1/",
    "http://0x7f000001/": "http://127.0.0.1/",
    "http://0x7F.1/": "http://127.0.0.1/",
    "http://0177.0.0.01/": "http://127.0.0.1/",
    "http://127.1/": "http://127.0.0.1/",
    "http://127.0.0.1./": "http://127.0.0.1/",
    "http://169.254.43518/": "http://169.254.169.254/",
    "http://\uff11\uff12\uff17.0.0.1/": "http://127.0.0.1/",
}


@pytest.mark.parametrize(("written", "asked"), READ.items())
def test_a_url_is_asked_as_a_browser_asks_it(written: str, asked: str) -> None:
    assert read_url(written).url == asked


def test_half_a_surrogate_pair_is_asked_as_what_cannot_be_read() -> None:
    assert read_url("http://h/\ud83d").url == "http://h/%EF%BF%BD"


@pytest.mark.parametrize("asked", READ.values())
def test_what_is_asked_reads_as_itself(asked: str) -> None:
    assert read_url(asked).url == asked


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.org",
        "//example.org/",
        "http://",
        "http:///",
        "http://:80/",
        "http://user@/",
        "http://a b/",
        "http://a..b/",
        "http://.a/",
        "http://a<b/",
        "http://%00/",
        "http://%ff/",
        "http://a:b/",
        "http://a:99999/",
        "http://a:-1/",
        "http://a:\u0661/",
        "http://a:80:80/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[fe80::1%25eth0]/",
        "http://[1.2.3.4]/",
        "http://1.2.3.4.5/",
        "http://256.0.0.1/",
        "http://1.2.3.08/",
        "http://4294967296/",
        "http://0x/x.0xg" + "/" * 70_000,
        f"http://{'a' * 64}.org/",
        f"http://{'a.' * 127}org/",
        "http://" + "\u00fc" * 5000 + "/",
        "http://\u00ad/",
    ],
)
def test_a_malformed_url_says_so(written: str) -> None:
    with pytest.raises(UrlError) as caught:
        read_url(written)
    assert caught.value.failure is Failure.MALFORMED_URL
    assert caught.value.detail.isprintable()
    assert len(caught.value.detail) < 200


@pytest.mark.parametrize(
    "written", ["ftp://h/", "mailto:a@b", "javascript:1", "file:///etc", "data:,x", "x-y+z.1:a"]
)
def test_only_http_is_asked(written: str) -> None:
    with pytest.raises(UrlError) as caught:
        read_url(written)
    assert caught.value.failure is Failure.UNSUPPORTED_SCHEME


def test_a_url_of_eight_kilobytes_is_whole() -> None:
    url = "http://example.org/" + "a" * 8192 + "?" + "b" * 8192
    assert read_url(url).url == url


@pytest.mark.parametrize(
    ("written", "credentials"),
    [
        ("http://h/", None),
        ("http://@h/", ("", "")),
        ("http://me@h/", ("me", "")),
        ("http://me:p%40ss%3A@h/", ("me", "p@ss:")),
        ("http://a@b:c@h/", ("a@b", "c")),
        ("http://me:\u00fc@h/", ("me", "\u00fc")),
    ],
)
def test_a_name_and_password_are_taken_out(
    written: str, credentials: tuple[str, str] | None
) -> None:
    target = read_url(written)
    assert (target.url, target.credentials) == ("http://h/", credentials)


FOLLOWED = {
    "x": "http://h:1/a/x",
    "/x": "http://h:1/x",
    "//z/x": "http://z/x",
    "///z/x": "http://z/x",
    "\\\\z/x": "http://z/x",
    "\\x": "http://h:1/x",
    "?x": "http://h:1/a/b?x",
    "#x": "http://h:1/a/b?c#x",
    "": "http://h:1/a/b?c",
    "..": "http://h:1/",
    "../../x#y": "http://h:1/x#y",
    " x ": "http://h:1/a/x",
    "https://z/#y": "https://z/#y",
    "HTTPS:z": "https://z/",
    "http:x": "http://h:1/a/x",
    "http:/x": "http://h:1/x",
    "/caf\u00e9": "http://h:1/caf%C3%A9",
    "/caf\udce9": "http://h:1/caf%E9",
    "//m\u00fcnchen.de": "http://xn--mnchen-3ya.de/",
    "//me:pw@z/": "http://z/",
}


@pytest.mark.parametrize(("location", "target"), FOLLOWED.items())
def test_a_location_leads_where_a_browser_goes(location: str, target: str) -> None:
    assert follow(read_url("http://h:1/a/b?c#d"), location).full_url == target


@pytest.mark.parametrize(
    ("location", "failure"),
    [
        ("//", Failure.MALFORMED_URL),
        ("http://", Failure.MALFORMED_URL),
        ("http://[", Failure.MALFORMED_URL),
        ("//h:99999", Failure.MALFORMED_URL),
        ("mailto:a@b", Failure.UNSUPPORTED_SCHEME),
        ("javascript:alert(1)", Failure.UNSUPPORTED_SCHEME),
        ("ftp://h/", Failure.UNSUPPORTED_SCHEME),
    ],
)
def test_a_location_that_leads_nowhere_says_so(location: str, failure: Failure) -> None:
    with pytest.raises(UrlError) as caught:
        follow(read_url("http://h/"), location)
    assert caught.value.failure is failure


@pytest.mark.parametrize(
    ("url", "authority", "request_target"),
    [
        ("http://h/a?b", "h", "/a?b"),
        ("https://h:80/", "h:80", "/"),
        ("http://[::1]:8080", "[::1]:8080", "/"),
    ],
)
def test_a_request_names_host_and_path(url: str, authority: str, request_target: str) -> None:
    target = read_url(url)
    assert (target.authority, target.request_target) == (authority, request_target)
