# SPDX-License-Identifier: Apache-2.0
"""The one module that opens sockets: names looked up, addresses checked, connections kept."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

from os_apiref.links.addresses import refusal
from os_apiref.links.settings import Settings
from os_apiref.links.urls import Target
from os_apiref.links.wire import PIECE, Wire

MOST_ADDRESSES = 4
"""Of one host, that are tried one after the other."""

Lookup = Callable[[str], Sequence[str]]
"""From a host's name to its addresses; raises OSError, and takes its time."""


class RefusedAddressError(OSError):
    """The policy forbids to connect to an address."""


class UnresolvedError(OSError):
    """A name has no address."""


def look_up(host: str) -> list[str]:
    """Return the addresses of a host, as the system knows them."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise UnresolvedError("the name cannot be looked up") from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Connections:
    """The connections to all hosts; each name is looked up once."""

    def __init__(self, settings: Settings, lookup: Lookup = look_up) -> None:
        self._settings = settings
        self._lookup = lookup
        self._trust: ssl.SSLContext | None = None
        self._found: dict[str, asyncio.Future[list[str] | OSError]] = {}
        self._idle: dict[tuple[str, str, int], list[Wire]] = {}
        self._count = 0

    def take_idle(self, target: Target) -> Wire | None:
        """Return a connection that is open already, None for none."""
        idle = self._idle.get(target.origin, [])
        while idle:
            wire = idle.pop()
            self._count -= 1
            if wire.is_idle:
                return wire
            wire.abort()
        return None

    def give_back(self, target: Target, wire: Wire) -> None:
        """Keep a connection for the next request to the same origin, if it can take one."""
        if not wire.is_idle or self._count >= self._settings.most_connections:
            wire.abort()
            return
        self._idle.setdefault(target.origin, []).append(wire)
        self._count += 1

    async def open(self, target: Target) -> Wire:
        """Return a new connection to an address that may be asked; raise OSError for none."""
        connection = await self._connect(await self._addresses(target.host), target.port)
        try:
            async with asyncio.timeout(self._settings.connect_seconds):
                reader, writer = await asyncio.open_connection(
                    sock=connection,
                    limit=PIECE,
                    ssl=self._context() if target.scheme == "https" else None,
                    server_hostname=target.host.rstrip(".") if target.scheme == "https" else None,
                )
        except BaseException:
            connection.close()
            raise
        return Wire(reader, writer)

    async def close(self) -> None:
        """Close what is kept."""
        for idle in self._idle.values():
            for wire in idle:
                wire.abort()
        self._idle.clear()
        await asyncio.sleep(0)  # the event loop closes aborted sockets in its next round

    async def _addresses(self, host: str) -> list[str]:
        """Return those addresses of a host that may be asked; raise OSError for none."""
        found = [host] if _is_address(host) else await self._known_addresses(host)
        reasons = {one: refusal(one, self._settings.allowed_networks) for one in found}
        allowed = [one for one, reason in reasons.items() if not reason]
        if not allowed:
            raise RefusedAddressError("; ".join(reasons.values()))
        return allowed[:MOST_ADDRESSES]

    async def _known_addresses(self, host: str) -> list[str]:
        if host not in self._found:
            self._found[host] = self._start_lookup(host)
        # The lookup goes on for others when this request runs out of time.
        found = await asyncio.shield(self._found[host])
        if isinstance(found, OSError):
            raise found
        return found

    def _start_lookup(self, host: str) -> asyncio.Future[list[str] | OSError]:
        """Look up in a thread of its own: a pool's would keep the program from ending."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[str] | OSError] = loop.create_future()

        def work() -> None:
            found = self._look_up(host)
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(future.set_result, found)

        threading.Thread(target=work, daemon=True).start()
        return future

    def _look_up(self, host: str) -> list[str] | OSError:
        """Return the addresses or the error; ask again where the name server was busy."""
        for attempt in range(1, self._settings.attempts + 1):
            try:
                return list(self._lookup(host)) or UnresolvedError("the name has no address")
            except socket.gaierror as error:
                if error.errno != socket.EAI_AGAIN or attempt == self._settings.attempts:
                    return UnresolvedError(error.strerror)
                time.sleep(self._settings.retry_seconds * attempt)
            except OSError as error:
                return error
        return UnresolvedError("the name was not looked up")

    async def _connect(self, addresses: Sequence[str], port: int) -> socket.socket:
        """Return a socket that is connected to the first address that takes it."""
        error: OSError = UnresolvedError("the name has no address")
        for address in addresses:
            try:
                async with asyncio.timeout(self._settings.connect_seconds / len(addresses)):
                    return await self._connect_to(address, port)
            except TimeoutError:
                error = TimeoutError("no connection in time")
            except OSError as found:
                error = found
        raise error

    async def _connect_to(self, address: str, port: int) -> socket.socket:
        reason = refusal(address, self._settings.allowed_networks)
        if reason:
            raise RefusedAddressError(reason)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.setblocking(False)
            await asyncio.get_running_loop().sock_connect(connection, (address, port))
        except BaseException:
            connection.close()
            raise
        return connection

    def _context(self) -> ssl.SSLContext:
        """What is trusted: made when it is first needed, for it takes a while."""
        if self._trust is None:
            bundle = self._settings.ca_bundle
            is_folder = Path(bundle).is_dir()
            self._trust = ssl.create_default_context(
                cafile=None if is_folder else bundle or None,
                capath=bundle if bundle and is_folder else None,
            )
            self._trust.set_alpn_protocols(["http/1.1"])
            if not self._settings.verify_tls:
                self._trust.check_hostname = False
                self._trust.verify_mode = ssl.CERT_NONE
        return self._trust


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
