# SPDX-License-Identifier: Apache-2.0
"""Signs that a page answers programs otherwise than people."""

from __future__ import annotations

import re
from collections.abc import Mapping

_HEADERS = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-vercel-mitigated", "", "Vercel"),
    ("x-amzn-waf-action", "", "AWS WAF"),
    ("x-datadome", "", "DataDome"),
    ("x-dd-b", "", "DataDome"),
    ("x-iinfo", "", "Imperva"),
    ("x-sucuri-block", "", "Sucuri"),
    ("server", "akamaighost", "Akamai"),
    ("server", "ddos-guard", "DDoS-Guard"),
)
"""Header, what its value holds, and whose it is. Only a refusal makes a wall of them."""

_WORDS = (
    ("just a moment", "Cloudflare"),
    ("attention required! | cloudflare", "Cloudflare"),
    ("checking your browser", "a bot wall"),
    ("making sure you're not a bot", "Anubis"),
    ("vercel security checkpoint", "Vercel"),
    ("pardon our interruption", "Imperva"),
    ("incapsula incident id", "Imperva"),
    ("ddos-guard", "DDoS-Guard"),
    ("verify you are human", "a bot wall"),
    ("verifying you are human", "a bot wall"),
    ("are you a robot", "a bot wall"),
    ("are you a human", "a bot wall"),
    ("robot check", "a bot wall"),
    ("human verification", "a bot wall"),
    ("please enable js and disable any ad blocker", "DataDome"),
    ("enable javascript and cookies to continue", "Cloudflare"),
    ("unusual traffic from your computer network", "Google"),
    ("you don't have permission to access", "Akamai"),
)

_AKAMAI = re.compile(r"reference #[0-9a-f.]{8,60}", re.IGNORECASE)


def wall_in_headers(headers: Mapping[str, str]) -> str:
    """Return whose bot wall the headers of a refusal (403, 429, 503) tell of, or ''.

    ``headers`` finds names in any case, as HTTP libraries' do.
    """
    for name, part, wall in _HEADERS:
        value = headers.get(name)
        if value is not None and part in value.lower():
            return wall
    return ""


def wall_in_refusal(head: str) -> str:
    """Return whose bot wall the text of a refusal tells of, or ''."""
    text = _plain(head)
    for words, wall in _WORDS:
        if words in text and (wall != "Akamai" or _AKAMAI.search(text)):
            return wall
    return ""


def wall_in_page(head: str) -> str:
    """Return whose bot wall a page is that comes with a status of success, or ''.

    Only its title tells: a page may write of walls and be none.
    """
    title = _plain(head.partition("\n")[0]).strip(" .!?")
    known = (wall for words, wall in _WORDS if title == words or title.startswith(f"{words}..."))
    return next(known, "")


def _plain(text: str) -> str:
    return text.lower().replace("\u2019", "'").replace("\u2026", "...")
