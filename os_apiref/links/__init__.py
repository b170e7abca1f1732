# SPDX-License-Identifier: Apache-2.0
"""Links: found, asked for politely and within limits, judged, remembered, mended.

Data flows one way: links (link) are grouped by address (check), an address that
the cache does not know is asked for (client; connections alone opens sockets)
into an Answer (answer), an answer and a fragment are judged into a Result
(judge), and results are remembered (cache) and told (reports).

HTTP is read here (http1, wire, body) and not by a library, because a verdict
needs what those keep to themselves: aiohttp 3 drops a status of 200 with the
garbled body behind it and asks twice where a request fails, and h11 refuses
heads that browsers read.
"""
