# SPDX-License-Identifier: Apache-2.0
"""What came back when one address was asked for."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Failure(enum.Enum):
    """Why there is no status, or not all of the page that was wanted."""

    MALFORMED_URL = "the URL cannot be read"
    UNSUPPORTED_SCHEME = "only http and https are asked"
    REFUSED_ADDRESS = "the address is private, local or reserved, and was not asked"
    UNRESOLVED = "the host has no address"
    REFUSED = "the host refused the connection"
    RESET = "the connection ended before the answer did"
    TLS = "the certificate does not hold"
    MALFORMED_ANSWER = "the answer is not HTTP"
    UNREADABLE = "the page is encoded in a way that was not asked for"
    TIMEOUT = "there was no answer in time"
    TOO_LARGE = "the answer is over a limit of size"
    REDIRECT_LOOP = "the redirects lead in a circle"
    TOO_MANY_REDIRECTS = "there are too many redirects"
    RATE_LIMITED = "the host asked to wait for longer than the limit"


@dataclass(frozen=True)
class Hop:
    """One redirect: what was asked, the status, and the absolute URL that it leads to."""

    url: str
    status: int
    target: str


@dataclass(frozen=True)
class Answer:
    """The end of one address's chain of requests.

    ``status`` is the last one received, None where there was none; ``failure``
    says why the chain or the body ended early. ``when`` is seconds since the
    epoch, ``seconds`` how long all of it took, waiting for the host's turn and
    for ``Retry-After`` aside.
    """

    url: str
    """The address that was asked, without fragment."""
    status: int | None = None
    failure: Failure | None = None
    detail: str = ""
    """The words of the error, or of the reason phrase, in one printable line."""
    hops: tuple[Hop, ...] = ()
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    ids: frozenset[str] = frozenset()
    """Ids found on the page: all of them where ``has_all_ids``, else at least those wanted."""
    has_all_ids: bool = False
    """Whether the whole page was read; False where reading ended early or no id was wanted."""
    head: str = ""
    """The title and first text of an HTML page that was read, at most some thousand characters."""
    wall: str = ""
    """Whose bot wall the headers of a refusal tell of, '' for none (botwall.wall_in_headers)."""
    when: float = 0.0
    seconds: float = 0.0
    requests: int = 0

    @property
    def final_url(self) -> str:
        """Where the chain ended."""
        return self.hops[-1].target if self.hops else self.url
