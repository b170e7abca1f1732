# SPDX-License-Identifier: Apache-2.0
"""How links are asked for: limits, politeness, what may be reached."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from re import Pattern

import os_apiref


@dataclass(frozen=True)
class Settings:
    """Everything that a user may say of asking; times are seconds, sizes bytes."""

    workers_per_host: int = 4
    most_connections: int = 128
    """Connections at once, to all hosts together."""
    deadline_seconds: float = 30.0
    """For one attempt at one URL with all its redirects, from the first byte to the last."""
    connect_seconds: float = 10.0
    attempts: int = 3
    retry_seconds: float = 0.5
    """The first pause before another attempt; it doubles, with jitter."""
    most_redirects: int = 20
    most_compressed: int = 8 * 1024 * 1024
    most_decompressed: int = 32 * 1024 * 1024
    most_header: int = 64 * 1024
    most_wait_seconds: float = 60.0
    """The longest single Retry-After that is waited for."""
    most_host_wait_seconds: float = 180.0
    """All waits for one host together; beyond them its links are rate-limited."""
    rate: float = 0.0
    """Requests a second to one host; 0 lets the host's answers decide."""
    user_agent: str = f"Mozilla/5.0 (compatible; os-apiref/{os_apiref.__version__}; link checker)"
    allowed_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks that may be asked although they are private, local or reserved."""
    verify_tls: bool = True
    ca_bundle: str = ""
    """A file or folder of certificates to trust, '' for the system's."""
    headers: tuple[tuple[Pattern[str], tuple[tuple[str, str], ...]], ...] = ()
    """Request headers for the URLs that a pattern matches, never carried to another host."""
    credentials: tuple[tuple[Pattern[str], tuple[str, str]], ...] = ()
    """Name and password for the URLs that a pattern matches, never carried to another host."""
    seed: int | None = None
    """Of jitter, for tests; None for chance."""


DEFAULT = Settings()
