# SPDX-License-Identifier: Apache-2.0
"""The encoding of a page, found as a browser finds it.

Order and labels are those of the standards: a byte order mark, the charset of
the Content-Type, a declaration in the first 1024 bytes, windows-1252
(https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding,
https://encoding.spec.whatwg.org/#names-and-labels).
"""

from __future__ import annotations

import codecs
import re

PRESCAN = 1024
"""Bytes in which a page must declare its encoding."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)

_LABELS = (
    ("utf-8", "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8"),
    (
        "cp1252",
        "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1 "
        "ascii us-ascii ansi_x3.4-1968 cp819 ibm819 iso-ir-100 csisolatin1 x-user-defined",
    ),
    ("utf-16-le", "utf-16 utf-16le ucs-2 unicode csunicode iso-10646-ucs-2 unicodefeff"),
    ("utf-16-be", "utf-16be unicodefffe"),
    ("iso8859-2", "iso-8859-2 iso8859-2 iso88592 iso_8859-2 latin2 l2 csisolatin2 iso-ir-101"),
    ("iso8859-3", "iso-8859-3 iso8859-3 iso88593 iso_8859-3 latin3 l3 csisolatin3 iso-ir-109"),
    ("iso8859-4", "iso-8859-4 iso8859-4 iso88594 iso_8859-4 latin4 l4 csisolatin4 iso-ir-110"),
    ("iso8859-5", "iso-8859-5 iso8859-5 iso88595 iso_8859-5 cyrillic csisolatincyrillic"),
    ("iso8859-6", "iso-8859-6 iso8859-6 iso88596 iso_8859-6 arabic csisolatinarabic ecma-114"),
    ("iso8859-7", "iso-8859-7 iso8859-7 iso88597 iso_8859-7 greek greek8 csisolatingreek"),
    ("iso8859-8", "iso-8859-8 iso8859-8 iso88598 iso_8859-8 iso-8859-8-i hebrew visual logical"),
    ("iso8859-10", "iso-8859-10 iso8859-10 iso885910 latin6 l6 csisolatin6"),
    ("iso8859-13", "iso-8859-13 iso8859-13 iso885913"),
    ("iso8859-14", "iso-8859-14 iso8859-14 iso885914"),
    ("iso8859-15", "iso-8859-15 iso8859-15 iso885915 iso_8859-15 latin9 l9 csisolatin9"),
    ("iso8859-16", "iso-8859-16"),
    ("cp866", "ibm866 866 cp866 csibm866"),
    ("koi8-r", "koi8-r koi koi8 koi8_r cskoi8r"),
    ("koi8-u", "koi8-u koi8-ru"),
    ("mac-roman", "macintosh mac x-mac-roman csmacintosh"),
    ("mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
    ("cp874", "windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620"),
    ("cp1250", "windows-1250 cp1250 x-cp1250"),
    ("cp1251", "windows-1251 cp1251 x-cp1251"),
    ("cp1253", "windows-1253 cp1253 x-cp1253"),
    ("cp1254", "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 latin5 l5"),
    ("cp1255", "windows-1255 cp1255 x-cp1255"),
    ("cp1256", "windows-1256 cp1256 x-cp1256"),
    ("cp1257", "windows-1257 cp1257 x-cp1257"),
    ("cp1258", "windows-1258 cp1258 x-cp1258"),
    ("gb18030", "gb18030 gbk x-gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312 iso-ir-58"),
    ("big5hkscs", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
    ("euc-jp", "euc-jp x-euc-jp cseucpkdfmtjapanese"),
    ("iso2022-jp", "iso-2022-jp csiso2022jp"),
    ("cp932", "shift_jis shift-jis sjis x-sjis ms932 ms_kanji windows-31j csshiftjis"),
    ("cp949", "euc-kr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cseuckr"),
)
"""The codec of Python for each label that a browser knows."""

CODECS = {label: codec for codec, labels in _LABELS for label in labels.split()}

_PARAMETER = re.compile(r";[\t ]*charset[\t ]*=[\t ]*(?:\"([^\"]*)|'?([^;\"'\s]+))", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta[\s/]([^>]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"([^\s/>=\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_PRAGMA = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s\"'>;]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"'>]+)")


def find_encoding(start: bytes, content_type: str, *, is_xml: bool) -> tuple[str, int]:
    """Return Python's name of a page's encoding, and the length of its byte order mark.

    ``start`` is the first PRESCAN bytes, ``content_type`` the field of HTTP.
    """
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return codec, len(mark)
    default = "utf-8" if is_xml else "cp1252"
    return named_encoding(content_type) or _declared(start) or default, 0


def named_encoding(content_type: str) -> str:
    """Return the encoding that a Content-Type names, '' for none that is known."""
    found = _PARAMETER.search(content_type)
    return CODECS.get((found[1] or found[2] or "").strip().lower(), "") if found else ""


def _declared(start: bytes) -> str:
    """Return what the page itself declares, '' where that is nothing known."""
    start = start[:PRESCAN]
    for meta in _META.finditer(_COMMENT.sub(b"", start)):
        values = {
            match[1].lower(): match[2] or match[3] or match[4] or b""
            for match in _ATTRIBUTE.finditer(meta[1])
        }
        label = values.get(b"charset", b"")
        if not label and values.get(b"http-equiv", b"").lower() == b"content-type":
            named = _PRAGMA.search(values.get(b"content", b""))
            label = named[1] if named else b""
        if codec := _codec(label):
            return codec
    declaration = _XML.match(start)
    return _codec(declaration[1]) if declaration else ""


def _codec(label: bytes) -> str:
    codec = CODECS.get(label.decode("latin-1").strip().lower(), "")
    # What was read to get here cannot be UTF-16.
    return "utf-8" if codec.startswith("utf-16") else codec
