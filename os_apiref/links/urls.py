# SPDX-License-Identifier: Apache-2.0
"""From a URL as people and servers write it to the URL that is asked.

The rules are those of browsers (the URL standard of WHATWG): what opens in a
browser is asked, and what is asked is what a browser would ask.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, unquote_to_bytes

import idna

from os_apiref.links.answer import Failure

MOST_CHARACTERS = 64 * 1024
PORTS = {"http": 80, "https": 443}

# RFC 3986 appendix B, with a scheme of the characters that section 3.1 allows.
_PARTS = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_UNWRITTEN = re.compile(r"[\t\n\r]")
_EDGES = "".join(map(chr, range(0x21)))
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")
_PLAIN_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\.[a-z][a-z-]{0,62}")
"""Most hosts: nothing to decode, to check or to count."""
_DECIMAL = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_PLAIN_IPV4 = re.compile(rf"{_DECIMAL}(?:\.{_DECIMAL}){{3}}")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_DOT_SEGMENT = re.compile(r"/(?:\.|%2e)", re.IGNORECASE)
_DOT = re.compile(r"\.|%2e", re.IGNORECASE)
_MAY_NEED_QUOTES = re.compile(r"[^A-Za-z0-9/?&=%.,:;@!$()*+_~-]")
_KEPT_IN_PATH = frozenset(range(0x21, 0x7F)) - frozenset(b'"#<>?^`{}')
_KEPT_IN_QUERY = frozenset(range(0x21, 0x7F)) - frozenset(b"\"#<>'")


class UrlError(ValueError):
    """A URL that is not asked; ``failure`` says of which kind the fault is."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


@dataclass(frozen=True)
class Target:
    """A URL to ask for, in ASCII, without fragment and without name and password."""

    url: str
    scheme: str
    host: str
    """In lower case; an IPv6 address without its brackets."""
    port: int
    fragment: str = ""
    """As written, without its '#'."""
    credentials: tuple[str, str] | None = None
    """The name and password that stood in the URL."""

    @property
    def origin(self) -> tuple[str, str, int]:
        """What may share secrets (RFC 6454)."""
        return self.scheme, self.host, self.port

    @cached_property
    def authority(self) -> str:
        """The host as people write it, with its port where that is not the scheme's own."""
        return _authority(self.scheme, self.host, self.port)

    @property
    def request_target(self) -> str:
        """The path and query (RFC 9112 section 3.2.1)."""
        return self.url.removeprefix(f"{self.scheme}://{self.authority}")

    @property
    def full_url(self) -> str:
        """The URL with its fragment."""
        return f"{self.url}#{self.fragment}" if self.fragment else self.url


def read_url(text: str) -> Target:
    """Return what to ask for a URL; raise UrlError where it cannot be asked."""
    if len(text) > MOST_CHARACTERS:
        raise _malformed(f"{len(text)} characters; at most {MOST_CHARACTERS} are asked")
    text = _UNWRITTEN.sub("", text.strip(_EDGES))
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise _malformed("no scheme; expected http:// or https://")
    scheme, rest, query, fragment = (part or "" for part in parts.groups())
    scheme = scheme.lower()
    if scheme not in PORTS:
        raise UrlError(Failure.UNSUPPORTED_SCHEME, f"the scheme is {scheme[:40]}")
    authority, slash, path = rest.replace("\\", "/").lstrip("/").partition("/")
    user, at, place = authority.rpartition("@")
    host, port = _host_and_port(place, scheme)
    path = _quoted(_without_dots(slash + path), _KEPT_IN_PATH)
    url = f"{scheme}://{_authority(scheme, host, port)}{path}{_quoted(query, _KEPT_IN_QUERY)}"
    return Target(url, scheme, host, port, fragment[1:], _credentials(user) if at else None)


def authority(text: str) -> str:
    """Return the host of a URL, with its port where that is no usual one, '' where it has none."""
    try:
        return read_url(text).authority
    except UrlError:
        return ""


def follow(base: Target, location: str) -> Target:
    """Return what a ``Location`` leads to; raise UrlError where it leads nowhere.

    ``location`` is the header's bytes as UTF-8, those that are none as lone
    surrogates (PEP 383): such a byte is sent back as it came.
    """
    location = _UNWRITTEN.sub("", location.strip(_EDGES))
    scheme = _SCHEME.match(location)
    rest = location[scheme.end() :] if scheme else location
    has_authority = rest[:2].replace("\\", "/") == "//"
    if scheme and (has_authority or scheme[0].lower() != f"{base.scheme}:"):
        return read_url(location)
    return read_url(_absolute(base, rest))


def _absolute(base: Target, relative: str) -> str:
    root = f"{base.scheme}://{base.authority}"
    path = base.url.removeprefix(root).partition("?")[0]
    match relative.replace("\\", "/", 2)[:2]:
        case "//":
            return f"{base.scheme}:{relative}"
        case "":
            return base.url
        case start if start[0] == "/":
            return f"{root}{relative}"
        case start if start[0] == "?":
            return f"{root}{path}{relative}"
        case start if start[0] == "#":
            return f"{base.url}{relative}"
    return f"{root}{path.rpartition('/')[0]}/{relative}"


def _authority(scheme: str, host: str, port: int) -> str:
    host = f"[{host}]" if ":" in host else host
    return host if PORTS[scheme] == port else f"{host}:{port}"


def _malformed(detail: str) -> UrlError:
    return UrlError(Failure.MALFORMED_URL, detail)


def _credentials(user: str) -> tuple[str, str]:
    name, _, password = user.partition(":")
    return unquote(name), unquote(password)


def _host_and_port(place: str, scheme: str) -> tuple[str, int]:
    bracketed = re.fullmatch(r"\[([^\]]*)\](?::(.*))?", place, re.DOTALL)
    if bracketed:
        host, port = _ipv6(bracketed[1]), bracketed[2] or ""
    else:
        name, _, port = place.partition(":")
        host = _host(name)
    if not port:
        return host, PORTS[scheme]
    if not (port.isascii() and port.isdigit() and len(port) < 10 and int(port) < 65536):
        raise _malformed(f"the port is {port[:40]!a}; expected a number below 65536")
    return host, int(port)


def _ipv6(text: str) -> str:
    try:
        if "%" in text:
            raise ValueError
        return ipaddress.IPv6Address(text).compressed
    except ValueError:
        raise _malformed(f"[{_shown(text)}] is no IPv6 address") from None


def _host(name: str) -> str:
    """Return a host's ASCII form; one that ends in a number is an IPv4 address."""
    if _PLAIN_HOST.fullmatch(name) or _PLAIN_IPV4.fullmatch(name):
        return name
    if not name:
        raise _malformed("no host")
    if len(name) > 1000:
        raise _malformed("the host's name is longer than 253 characters")
    try:
        if "%" in name or not name.isascii():
            name = unquote_to_bytes(_bytes_of(name)).decode("utf-8")
        host = _ascii_host(name)
    except (UnicodeError, idna.IDNAError):
        raise _malformed(f"{_shown(name)} is no host's name") from None
    labels = host.removesuffix(".").split(".")
    if _FORBIDDEN_IN_HOST.search(host) or not all(labels):
        raise _malformed(f"{_shown(host)} is no host's name")
    if labels[-1].isdigit() or _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels)
    if len(host) > 254 or max(map(len, labels)) > 63:
        raise _malformed(f"{_shown(host)} is longer than a host's name may be (RFC 1035)")
    return host


def _ascii_host(name: str) -> str:
    if name.isascii():
        return name.lower()
    # The validity of letters (IDNA 2008) is the registry's matter: browsers open emoji domains.
    mapped = idna.uts46_remap(name, std3_rules=False)
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
        for label in mapped.split(".")
    )


def _ipv4(labels: list[str]) -> str:
    """Return the dotted form of an address: its numbers may be hex and octal, and fewer."""
    try:
        *firsts, last = [_number(label) for label in labels]
        if len(firsts) > 3 or any(number > 255 for number in firsts):
            raise ValueError
        if last >= 256 ** (4 - len(firsts)):
            raise ValueError
    except ValueError:
        raise _malformed(f"{_shown('.'.join(labels))} is no IPv4 address") from None
    value = last + sum(number << 8 * (3 - index) for index, number in enumerate(firsts))
    return str(ipaddress.IPv4Address(value))


def _number(text: str) -> int:
    if len(text) > 20 or not _NUMBER.fullmatch(text):
        raise ValueError
    if text[:2].lower() == "0x":
        return int(text[2:] or "0", 16)
    return int(text, 8) if len(text) > 1 and text[0] == "0" else int(text)


def _without_dots(path: str) -> str:
    """Return a path without '.' and '..' (RFC 3986 section 5.2.4); '/' for none."""
    if not _DOT_SEGMENT.search(path):
        return path or "/"
    kept: list[str] = []
    dots = ""
    for segment in path.split("/")[1:]:
        dots = _DOT.sub(".", segment)
        if dots == "..":
            del kept[-1:]
        elif dots != ".":
            kept.append(segment)
    if dots in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _quoted(text: str, kept: frozenset[int]) -> str:
    """Return text with what no request line may hold in percent-encoding.

    A '%' stays, whether it encodes anything or not: what was encoded by the
    author must not be encoded twice.
    """
    if not _MAY_NEED_QUOTES.search(text):
        return text
    return "".join(chr(byte) if byte in kept else f"%{byte:02X}" for byte in _bytes_of(text))


def _bytes_of(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _shown(text: str) -> str:
    """Return a part of a URL for a message: printable, and not long."""
    shown = text.encode("ascii", "backslashreplace").decode("ascii")
    return re.sub(r"[\x00-\x1f\x7f]", "?", shown)[:80]
