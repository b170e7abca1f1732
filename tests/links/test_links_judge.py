# SPDX-License-Identifier: Apache-2.0
"""The verdict on each answer, and the words for it."""

from __future__ import annotations

import pytest

from os_apiref.links.answer import Answer, Failure, Hop
from os_apiref.links.botwall import wall_in_headers
from os_apiref.links.judge import WHY_LENGTH, judge
from os_apiref.links.notfound import says_not_found
from os_apiref.links.result import Result, Verdict
from os_apiref.links.verdicts import FAILURES

URL = "https://example.org/docs/page"
LONG = "Here is a word of the text that pages have. " * 40


def page(
    status: int | None = 200,
    *,
    to: tuple[tuple[int, str], ...] = (),
    failure: Failure | None = None,
    ids: tuple[str, ...] = (),
    whole: bool = True,
    kind: str = "text/html",
    head: str = "",
    wall: str = "",
    detail: str = "",
    url: str = URL,
) -> Answer:
    """An answer to ``url``, whose redirects are pairs of status and target."""
    urls = [url, *(target for _, target in to)]
    hops = tuple(Hop(urls[at], status, target) for at, (status, target) in enumerate(to))
    return Answer(
        url,
        status,
        failure,
        detail,
        hops,
        kind,
        ids=frozenset(ids),
        has_all_ids=whole,
        head=head,
        wall=wall,
    )


def verdict(answer: Answer, fragment: str = "") -> Verdict:
    return judge(f"{answer.url}#{fragment}" if fragment else answer.url, answer).verdict


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, Verdict.OK),
        (203, Verdict.OK),
        (204, Verdict.OK),
        (299, Verdict.OK),
        (100, Verdict.UNKNOWN),
        (300, Verdict.UNKNOWN),
        (301, Verdict.BROKEN),
        (302, Verdict.BROKEN),
        (304, Verdict.UNKNOWN),
        (400, Verdict.BROKEN),
        (401, Verdict.UNAUTHORIZED),
        (403, Verdict.FORBIDDEN),
        (404, Verdict.BROKEN),
        (405, Verdict.BROKEN),
        (406, Verdict.UNKNOWN),
        (408, Verdict.TIMEOUT),
        (410, Verdict.BROKEN),
        (418, Verdict.UNKNOWN),
        (429, Verdict.RATE_LIMITED),
        (451, Verdict.FORBIDDEN),
        (499, Verdict.BROKEN),
        (500, Verdict.UNAVAILABLE),
        (501, Verdict.UNAVAILABLE),
        (503, Verdict.UNAVAILABLE),
        (522, Verdict.UNAVAILABLE),
        (600, Verdict.UNKNOWN),
        (999, Verdict.UNKNOWN),
        (0, Verdict.UNKNOWN),
        (None, Verdict.UNKNOWN),
    ],
)
def test_a_status_is_a_verdict(status: int | None, expected: Verdict) -> None:
    assert verdict(page(status)) is expected


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (Failure.MALFORMED_URL, Verdict.BROKEN),
        (Failure.UNSUPPORTED_SCHEME, Verdict.IGNORED),
        (Failure.REFUSED_ADDRESS, Verdict.UNKNOWN),
        (Failure.UNRESOLVED, Verdict.BROKEN),
        (Failure.REFUSED, Verdict.BROKEN),
        (Failure.RESET, Verdict.UNAVAILABLE),
        (Failure.TLS, Verdict.BROKEN),
        (Failure.MALFORMED_ANSWER, Verdict.BROKEN),
        (Failure.TIMEOUT, Verdict.TIMEOUT),
        (Failure.UNREADABLE, Verdict.UNKNOWN),
        (Failure.TOO_LARGE, Verdict.UNKNOWN),
        (Failure.REDIRECT_LOOP, Verdict.BROKEN),
        (Failure.TOO_MANY_REDIRECTS, Verdict.UNKNOWN),
        (Failure.RATE_LIMITED, Verdict.RATE_LIMITED),
    ],
)
def test_a_failure_is_a_verdict(failure: Failure, expected: Verdict) -> None:
    assert verdict(page(None, failure=failure)) is expected


def test_every_failure_has_a_verdict() -> None:
    assert set(FAILURES) == set(Failure)


@pytest.mark.parametrize(
    ("status", "failure", "ids", "fragment", "expected"),
    [
        (200, Failure.TOO_LARGE, (), "", Verdict.OK),
        (200, Failure.RESET, ("a",), "top", Verdict.OK),
        (200, Failure.TOO_LARGE, (), "a", Verdict.UNKNOWN),
        (200, Failure.TOO_LARGE, ("a",), "a", Verdict.OK),
        (200, Failure.TIMEOUT, ("a",), "b", Verdict.TIMEOUT),
        (404, Failure.TIMEOUT, (), "", Verdict.BROKEN),
        (302, Failure.TIMEOUT, (), "", Verdict.TIMEOUT),
    ],
)
def test_a_body_that_fails_hides_only_what_is_not_known(
    status: int, failure: Failure, ids: tuple[str, ...], fragment: str, expected: Verdict
) -> None:
    assert verdict(page(status, failure=failure, ids=ids, whole=False), fragment) is expected


@pytest.mark.parametrize(
    ("answer", "fragment", "expected"),
    [
        (page(404), "", "404 Not Found"),
        (page(299), "", "299"),
        (page(599), "", "599"),
        (page(999), "", "999 Request Denied: the server does not answer programs"),
        (
            page(404, to=((301, "https://example.com/x"),)),
            "",
            "404 Not Found, at https://example.com/x",
        ),
        (
            page(None, failure=Failure.TLS, detail="expired"),
            "",
            "the certificate does not hold (expired)",
        ),
        (page(ids=("a",)), "b%20c", "the page has no id 'b c'"),
        (
            page(head="x\n404 Not Found\n404 Not Found"),
            "",
            "200 OK, but the page says '404 Not Found'",
        ),
    ],
)
def test_a_verdict_says_why(answer: Answer, fragment: str, expected: str) -> None:
    assert judge(f"{answer.url}#{fragment}", answer).why == expected


@pytest.mark.parametrize(
    "answer",
    [
        page(None, failure=Failure.RESET, detail="\x1b[31m\nred"),
        page(404, to=((302, "https://example.org/\x1b[2J\u202e"),)),
        page(head="Page not found\x07\n\n"),
        page(404, to=((302, "https://example.org/" + "x" * 9_000),)),
    ],
)
def test_words_of_strangers_are_printable_and_short(answer: Answer) -> None:
    why = judge(answer.url, answer).why
    assert why.isprintable()
    assert len(why) < 2 * WHY_LENGTH


@pytest.mark.parametrize(
    ("answer", "fragment", "expected"),
    [
        (page(ids=("a",)), "a", Verdict.OK),
        (page(ids=("a",)), "b", Verdict.BROKEN),
        (page(), "b", Verdict.BROKEN),
        (page(), "top", Verdict.OK),
        (page(), ":~:text=x", Verdict.OK),
        (page(whole=False), "b", Verdict.UNKNOWN),
        (page(), "/route", Verdict.UNKNOWN),
        (page(), "!/route", Verdict.UNKNOWN),
        (page(ids=("/route",)), "/route", Verdict.OK),
        (page(ids=("root",), head="App\n\nYou need scripts."), "b", Verdict.UNKNOWN),
        (page(ids=("root", "b"), head="App\n\n"), "b", Verdict.OK),
        (page(ids=("root",), head=f"App\n\n{LONG}"), "b", Verdict.BROKEN),
        (page(204, kind=""), "b", Verdict.UNKNOWN),
        (page(kind="application/pdf"), "page=3", Verdict.OK),
        (page(kind="application/pdf"), "page=3&zoom=100", Verdict.OK),
        (page(kind="application/pdf"), "Chapter", Verdict.UNKNOWN),
        (page(kind="text/plain"), "line=10,20", Verdict.OK),
        (page(kind="text/plain"), "b", Verdict.UNKNOWN),
        (page(kind="video/mp4"), "t=10", Verdict.OK),
        (page(kind="application/json"), "/definitions/x", Verdict.UNKNOWN),
        (page(kind="application/xhtml+xml"), "b", Verdict.BROKEN),
        (page(404, ids=("b",)), "b", Verdict.BROKEN),
        (page(url="https://github.com/a/b/blob/main/c.py"), "L10-L20", Verdict.OK),
        (page(url="https://github.com/a/b/blob/main/c.md"), "b", Verdict.UNKNOWN),
        (page(url="https://example.org/c.py"), "L10", Verdict.BROKEN),
    ],
)
def test_a_fragment_is_judged_by_what_the_page_is(
    answer: Answer, fragment: str, expected: Verdict
) -> None:
    assert verdict(answer, fragment) is expected


@pytest.mark.parametrize(
    ("ids", "fragment", "expected"),
    [
        (("install", "usage"), "instal", "did you mean '#install'?"),
        (("user-content-install",), "instal", "did you mean '#install'?"),
        (("größe",), "grösse", "did you mean '#größe'?"),
        (("two words",), "twowords", "did you mean '#two%20words'?"),
        (("usage",), "xyz", ""),
    ],
)
def test_a_lost_fragment_is_told_with_the_nearest_id(
    ids: tuple[str, ...], fragment: str, expected: str
) -> None:
    assert judge(f"{URL}#{fragment}", page(ids=ids)).advice == expected


NEW = "https://example.org/new/page"


@pytest.mark.parametrize(
    ("to", "fragment", "expected", "is_permanent", "replacement"),
    [
        (((301, NEW),), "", Verdict.REDIRECTED, True, NEW),
        (((308, NEW),), "a", Verdict.REDIRECTED, True, f"{NEW}#a"),
        (((302, NEW),), "", Verdict.REDIRECTED, False, ""),
        (((301, f"{URL}/"),), "", Verdict.REDIRECTED, True, f"{URL}/"),
        (((301, "https://a.org/x"), (302, NEW)), "", Verdict.REDIRECTED, False, ""),
        (((301, "https://a.org/x"), (308, NEW)), "", Verdict.REDIRECTED, True, NEW),
        (((301, f"{NEW}#c"),), "a", Verdict.REDIRECTED, True, f"{NEW}#c"),
        (((301, f"{NEW}/é x"),), "", Verdict.REDIRECTED, True, f"{NEW}/%C3%A9%20x"),
        (((302, f"{URL}?set"), (302, URL)), "", Verdict.OK, False, ""),
        (((301, "https://EXAMPLE.org:443/docs/p%61ge"),), "", Verdict.OK, True, ""),
        (((301, "https://example.org/"),), "", Verdict.REDIRECTED, True, ""),
        (((301, "http://example.org/new"),), "", Verdict.REDIRECTED, True, ""),
        (((301, "https://me:secret@example.org/new"),), "", Verdict.REDIRECTED, True, ""),
        (((301, f"{NEW}/{'x' * 3_000}"),), "", Verdict.REDIRECTED, True, ""),
        (((301, NEW),), "b", Verdict.BROKEN, True, ""),
    ],
)
def test_a_redirect_is_told_with_what_to_write_instead(
    to: tuple[tuple[int, str], ...],
    fragment: str,
    expected: Verdict,
    is_permanent: bool,
    replacement: str,
) -> None:
    answer = page(to=to, ids=("a",))
    result = judge(f"{URL}#{fragment}" if fragment else URL, answer)
    assert (result.verdict, result.is_permanent) == (expected, is_permanent)
    assert result.replacement == replacement


@pytest.mark.parametrize(
    ("url", "target", "expected"),
    [
        (URL, "https://example.org/login?next=/docs/page", Verdict.UNAUTHORIZED),
        (URL, "https://example.org/users/sign_in", Verdict.UNAUTHORIZED),
        (URL, "https://example.org/Login.aspx", Verdict.UNAUTHORIZED),
        (URL, "https://sso.example.org/?service=x", Verdict.UNAUTHORIZED),
        (URL, "https://example.org/oauth/authorize?client_id=1", Verdict.UNAUTHORIZED),
        (URL, "https://docs.example.org/auth", Verdict.REDIRECTED),
        (URL, "https://id.example.org/docs", Verdict.REDIRECTED),
        ("http://example.org/login", "https://example.org/login", Verdict.REDIRECTED),
        (URL, "https://example.org/404.html", Verdict.SOFT_404),
        (URL, "https://example.org/error/page-not-found", Verdict.SOFT_404),
        ("http://example.org/404", "https://example.org/404", Verdict.REDIRECTED),
    ],
)
def test_where_a_redirect_leads_may_tell_that_the_page_is_lost(
    url: str, target: str, expected: Verdict
) -> None:
    assert verdict(page(to=((302, target),), url=url)) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (page(403, wall="Cloudflare"), Verdict.UNKNOWN),
        (page(503, head="Just a moment...\n\nEnable cookies"), Verdict.UNKNOWN),
        (page(429, head="Vercel Security Checkpoint\n\n"), Verdict.UNKNOWN),
        (page(403, head="Access Denied\n\nYou don't have permission to access"), Verdict.FORBIDDEN),
        (
            page(
                403,
                head="Access Denied\n\nYou don't have permission to access this. "
                "Reference #18.2f1b5c17.1700000000",
            ),
            Verdict.UNKNOWN,
        ),
        (page(403, head="Forbidden\n\n"), Verdict.FORBIDDEN),
        (page(404, wall="Cloudflare"), Verdict.BROKEN),
        (page(200, head="Making sure you\u2019re not a bot!\n\n"), Verdict.UNKNOWN),
        (page(200, head="How to pass a robot check\n\nRobot check"), Verdict.OK),
    ],
)
def test_a_bot_wall_hides_what_is_there(answer: Answer, expected: Verdict) -> None:
    assert verdict(answer) is expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"cf-mitigated": "challenge"}, "Cloudflare"),
        ({"server": "AkamaiGHost"}, "Akamai"),
        ({"server": "cloudflare"}, ""),
        ({}, ""),
    ],
)
def test_a_bot_wall_shows_in_the_headers(headers: dict[str, str], expected: str) -> None:
    assert wall_in_headers(headers) == expected


@pytest.mark.parametrize(
    "head",
    [
        "404 Not Found\n404 Not Found\n404 Not Found nginx",
        "404\n\n",
        f"Page not found\n\n{LONG}",
        f"Page not found - Example\nExample\n{LONG}",
        f"404: Page not found\nOh no\n{LONG}",
        f"Page not found · GitHub · GitHub\n\n{LONG}",
        f"Page Not Found | Docs | Example\nPage not found\n{LONG}",
        "Error 404 (Not Found)!!1\n\nThe requested URL /x was not found on this server.",
        "The page you\u2019re looking for doesn\u2019t exist\n\n",
        "Oops! That page can\u2019t be found.\n\n",
        "This page no longer exists\n\n",
        f"Example\nPage not found\nPage not found Sorry, it has gone. {LONG}",
        "\n\nSorry, the page you requested could not be found.",
        "\n\nNot Found",
        f"404 Not Found\nWe lost it\nWe lost it The page you are looking for has gone. {LONG}",
        "Seite nicht gefunden | Beispiel\n\n",
        "Die angeforderte Seite wurde nicht gefunden\n\n",
        "Page introuvable\n\n",
        "Cette page n\u2019existe plus\n\n",
        "Página no encontrada\n\n",
        "Pagina non trovata\n\n",
        "Página não encontrada\n\n",
        "Pagina niet gevonden\n\n",
        "Sidan kunde inte hittas\n\n",
        "Strona nie istnieje\n\n",
        "Страница не найдена — Сайт\n\n",
        "ページが見つかりません\n\n",
        "找不到页面 - 公司\n\n",
        "페이지를 찾을 수 없습니다\n\n",
    ],
)
def test_a_page_that_says_that_it_is_none_is_a_soft_404(head: str) -> None:
    assert says_not_found(head)
    assert verdict(page(head=head)) is Verdict.SOFT_404


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\n\n",
        "Welcome\nWelcome\nHello",
        f"404 Not Found - HTTP | MDN\n404 Not Found\n404 Not Found It cannot be found. {LONG}",
        f"404 Not Found — HTTP guide\n404 Not Found\n404 Not Found The server has no page. {LONG}",
        f"Errors: 404 Not Found\n404 Not Found\n404 Not Found is sent for no server. {LONG}",
        f"Faults\nFaults\nThe itemNotFound fault has the code 404. {LONG}",
        f"Troubleshooting: page not found\nTroubleshooting\n{LONG}",
        f"404 error: what it means\n404 error\n404 error {LONG}",
        "How to make a page for 404\nHow to make a page for 404\nA page for 404 says more.",
        "Nova: itemNotFound (404)\nitemNotFound\nThe resource could not be found.",
        "Missing page\n\n",
        f"Status codes\n404\n404 {LONG}",
    ],
)
def test_a_page_about_what_is_not_found_is_a_page(head: str) -> None:
    assert says_not_found(head) == ""
    assert verdict(page(head=head)) is Verdict.OK


def test_a_page_that_has_the_fragment_is_the_page() -> None:
    assert verdict(page(head="404 Not Found\n\n", ids=("a",)), "a") is Verdict.OK


def test_a_result_tells_all_that_it_rests_on() -> None:
    answer = Answer(URL, 404, when=5.0, seconds=0.25, content_type="text/html")
    assert judge(URL, answer, last_good=3.0) == Result(
        URL, Verdict.BROKEN, "404 Not Found", status=404, when=5.0, seconds=0.25, last_good=3.0
    )


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("file:///etc/passwd", Verdict.BROKEN),
        ("JavaScript:alert(1)", Verdict.BROKEN),
        ("mailto:me@example.org", Verdict.UNKNOWN),
    ],
)
def test_a_redirect_out_of_the_web_is_not_ok(target: str, expected: Verdict) -> None:
    hops = (Hop("https://example.org/a", 302, target),)
    answer = Answer("https://example.org/a", 302, Failure.UNSUPPORTED_SCHEME, hops=hops)
    assert judge("https://example.org/a", answer).verdict is expected
