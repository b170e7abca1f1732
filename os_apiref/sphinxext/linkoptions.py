# SPDX-License-Identifier: Apache-2.0
"""Sphinx's options for links, as settings of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from re import Pattern
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sphinx.config import Config

from os_apiref.links.exemptions import Exemptions
from os_apiref.links.settings import DEFAULT, Settings
from os_apiref.problems import did_you_mean


class LinkOption(NamedTuple):
    """One option of Sphinx: its default there, and what it does here."""

    name: str
    default: object
    meaning: str


LINK_OPTIONS = (
    LinkOption(
        "linkcheck_ignore", [], "These URLs are not asked, and redirects to them are ignored."
    ),
    LinkOption("linkcheck_exclude_documents", [], "The links of these documents are not asked."),
    LinkOption(
        "linkcheck_allowed_redirects",
        {},
        "Such redirects are ok. The others are told with their weight of moved-link, set or not.",
    ),
    LinkOption(
        "linkcheck_auth",
        [],
        "Name and password for URLs. An object of the library requests has no effect.",
    ),
    LinkOption(
        "linkcheck_request_headers", {}, "Headers for URLs, as there; they stay with their host."
    ),
    LinkOption(
        "linkcheck_retries",
        1,
        f"How often a URL is asked when answers fail for now. Not set: {DEFAULT.attempts} times.",
    ),
    LinkOption(
        "linkcheck_timeout",
        30,
        "Seconds for one attempt from its first byte to its last; there, for each read.",
    ),
    LinkOption(
        "linkcheck_workers",
        5,
        "Connections at once to all hosts. Not set: "
        f"{DEFAULT.workers_per_host} to a host, {DEFAULT.most_connections} in all.",
    ),
    LinkOption("linkcheck_anchors", True, "False: no fragment is looked for."),
    LinkOption("linkcheck_anchors_ignore", ["^!"], "These fragments are not looked for."),
    LinkOption("linkcheck_anchors_ignore_for_url", (), "No fragment is looked for on these pages."),
    LinkOption(
        "linkcheck_rate_limit_timeout",
        300.0,
        "The longest wait that a host may ask for, in seconds. Not set: "
        f"{DEFAULT.most_wait_seconds:.0f}, and {DEFAULT.most_host_wait_seconds:.0f} for all of "
        "one host.",
    ),
    LinkOption(
        "linkcheck_allow_unauthorized",
        False,
        "True: 401 is ok. Else it is told as unauthorized, never as broken.",
    ),
    LinkOption("linkcheck_report_timeouts_as_broken", False, "True: a timeout is told as broken."),
    LinkOption(
        "linkcheck_case_insensitive_urls",
        (),
        "Where these URLs redirect to what differs by case only, they are ok.",
    ),
    LinkOption("user_agent", None, "How every request names the program."),
    LinkOption("tls_verify", True, "False: certificates are not verified."),
    LinkOption(
        "tls_cacerts",
        None,
        "A file or folder of certificates to trust. One per host, as a mapping, has no effect.",
    ),
)
"""Every option of Sphinx 8.1 to 9 that its own linkcheck reads."""

_PREFIX = "linkcheck_"
_SHOWN = 60


class Configured(NamedTuple):
    """What a project says of links, and what of it says nothing."""

    settings: Settings
    exemptions: Exemptions
    complaints: tuple[str, ...]


def settings_from(config: Config) -> Configured:
    """Return what Sphinx's options mean; one that the project leaves alone changes nothing."""
    reading = _Reading(config)
    settings = reading.settings()
    exemptions = reading.exemptions()
    return Configured(settings, exemptions, (*reading.complaints, *_unknown_options(config)))


def _unknown_options(config: Config) -> Iterator[str]:
    names = [option.name for option in LINK_OPTIONS]
    given = {*getattr(config, "_raw_config", {}), *config.overrides}
    for name in sorted(given.difference(names)):
        if name.startswith(_PREFIX):
            hint = did_you_mean(name, names)
            yield f"{name} has no effect on os_apiref_links; {hint or 'remove it'}"


class _Reading:
    """The options of one project, read once; what cannot be meant is complained of."""

    def __init__(self, config: Config) -> None:
        self.complaints: list[str] = []
        self._allowed = getattr(config, "os_apiref_link_networks", ())
        self._given = {
            option.name: value
            for option in LINK_OPTIONS
            if (value := getattr(config, option.name, option.default)) != option.default
        }

    def settings(self) -> Settings:
        """Return how links are asked for."""
        settings = replace(
            DEFAULT,
            allowed_networks=tuple(self._networks()),
            headers=self._headers(),
            credentials=tuple(self._credentials()),
            verify_tls=bool(self._given.get("tls_verify", True)),
            ca_bundle=self._ca_bundle(),
            user_agent=str(self._given.get("user_agent") or DEFAULT.user_agent),
        )
        if (attempts := self._number("linkcheck_retries")) is not None:
            settings = replace(settings, attempts=max(1, int(attempts)))
        if seconds := self._number("linkcheck_timeout"):
            connect = min(DEFAULT.connect_seconds, seconds)
            settings = replace(settings, deadline_seconds=seconds, connect_seconds=connect)
        if (workers := self._number("linkcheck_workers")) is not None:
            most = max(1, int(workers))
            per_host = min(DEFAULT.workers_per_host, most)
            settings = replace(settings, most_connections=most, workers_per_host=per_host)
        if (wait := self._number("linkcheck_rate_limit_timeout")) is not None:
            total = max(DEFAULT.most_host_wait_seconds, wait) if wait else 0.0
            settings = replace(settings, most_wait_seconds=wait, most_host_wait_seconds=total)
        return settings

    def exemptions(self) -> Exemptions:
        """Return which links are exempt from what."""
        fragments = self._patterns("linkcheck_anchors_ignore", ["^!"])
        if not self._given.get("linkcheck_anchors", True):
            fragments = (re.compile(""),)
        return Exemptions(
            urls=self._patterns("linkcheck_ignore"),
            documents=self._patterns("linkcheck_exclude_documents"),
            fragments=fragments,
            fragments_of=self._patterns("linkcheck_anchors_ignore_for_url"),
            redirects=tuple(self._redirects()),
            any_case=self._patterns("linkcheck_case_insensitive_urls"),
            unauthorized_is_ok=bool(self._given.get("linkcheck_allow_unauthorized")),
            timeout_is_broken=bool(self._given.get("linkcheck_report_timeouts_as_broken")),
        )

    def _networks(self) -> Iterator[IPv4Network | IPv6Network]:
        for value in self._allowed:
            try:
                yield ip_network(value, strict=False)
            except ValueError:
                self._complain("os_apiref_link_networks", value, "networks such as '10.0.0.0/8'")

    def _number(self, name: str) -> float | None:
        """Return a number that the project sets, None where it sets none."""
        value = self._given.get(name)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
            return float(value)
        self._complain(name, value, "a number")
        return None

    def _patterns(self, name: str, default: Iterable[str] = ()) -> tuple[Pattern[str], ...]:
        value = self._given.get(name, default)
        if isinstance(value, str) or not isinstance(value, Iterable):
            self._complain(name, value, "a list of regular expressions")
            return ()
        found = (self._pattern(name, one) for one in value)
        return tuple(pattern for pattern in found if pattern)

    def _pattern(self, name: str, value: Any) -> Pattern[str] | None:
        try:
            return re.compile(value)
        except (re.error, TypeError, RecursionError, OverflowError):
            self._complain(name, value, "a regular expression")
            return None

    def _redirects(self) -> Iterator[tuple[Pattern[str], Pattern[str]]]:
        name = "linkcheck_allowed_redirects"
        value = self._given.get(name, {})
        if not isinstance(value, Mapping):
            return  # Sphinx's mark for "not set"; it refuses all else itself
        for old, new in value.items():
            address, target = self._pattern(name, old), self._pattern(name, new)
            if address and target:
                yield address, target

    def _credentials(self) -> Iterator[tuple[Pattern[str], tuple[str, str]]]:
        name = "linkcheck_auth"
        for entry in _listed(self._given.get(name, ())):
            match entry:
                case (address, (str() as user, str() as password)):
                    if pattern := self._pattern(name, address):
                        yield pattern, (user, password)
                case (address, _):
                    self._complain(name, address, "a pair of name and password for it")
                case _:
                    # Not shown: it may hold a password.
                    self._complain(name, "an entry", "pairs of a pattern and (name, password)")

    def _headers(self) -> tuple[tuple[Pattern[str], tuple[tuple[str, str], ...]], ...]:
        name = "linkcheck_request_headers"
        given = self._given.get(name, {})
        if not isinstance(given, Mapping):
            self._complain(name, given, "a mapping from URLs to headers")
            return ()
        found = []
        others = [_address_pattern(url) for url in given if url != "*"]
        for url, headers in given.items():
            if not isinstance(url, str) or not isinstance(headers, Mapping):
                self._complain(name, url, "a URL, and a mapping of headers for it")
                continue
            # As there, one entry alone counts for a URL: '*' where no other does.
            everything = "".join(f"(?!{other})" for other in others)
            pattern = everything if url == "*" else _address_pattern(url)
            pairs = tuple((str(key), str(value)) for key, value in headers.items())
            found.append((re.compile(pattern), pairs))
        return tuple(found)

    def _ca_bundle(self) -> str:
        value = self._given.get("tls_cacerts")
        if value is None or isinstance(value, str):
            return value or ""
        self._complain("tls_cacerts", value, "one file or folder")
        return ""

    def _complain(self, name: str, value: object, expected: str) -> None:
        shown = repr(value)[:_SHOWN]
        self.complaints.append(f"{name}: {shown} has no effect on os_apiref_links; give {expected}")


def _address_pattern(url: object) -> str:
    """Return a pattern of what an entry of linkcheck_request_headers is for: a host, or a URL."""
    address = str(url).partition("#")[0]
    try:
        is_host = urlsplit(address).path in ("", "/") and not urlsplit(address).query
    except ValueError:
        is_host = False
    if is_host:
        return rf"{re.escape(address.rstrip('/'))}(?:[/?]|$)"
    return rf"{re.escape(address)}$"


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else [value]
