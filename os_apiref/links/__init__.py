# SPDX-License-Identifier: Apache-2.0
"""Links: found, asked for politely and within limits, judged, remembered, mended.

Data flows one way: links (link) are grouped into pages (page), a page that the
cache does not know is fetched (client, the only module that opens a socket)
into an Answer (answer), an answer and a fragment are judged into a Result
(result), and results are remembered (cache) and told (reports).
"""
