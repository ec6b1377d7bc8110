"""From the bytes of a file to its JSON document, or to why there is none."""

import codecs
import json
import re
from collections import Counter
from itertools import chain
from typing import Final

import orjson

from gis.issues import Issue

ENCODINGS: Final = (
    ("UTF-8", codecs.BOM_UTF8),
    ("UTF-32-LE", codecs.BOM_UTF32_LE),  # before UTF-16-LE, whose mark it begins with
    ("UTF-32-BE", codecs.BOM_UTF32_BE),
    ("UTF-16-LE", codecs.BOM_UTF16_LE),
    ("UTF-16-BE", codecs.BOM_UTF16_BE),
    ("UTF-16-LE", None),
    ("UTF-16-BE", None),
)
FORMATS: Final = (
    (b"PK\x03\x04", "ZIP (a zipped shapefile, KMZ or XLSX)"),
    (b"SQLite format 3", "GeoPackage"),
    (b"%PDF", "PDF"),
    (b"\x00\x00\x27\x0a", "Shapefile"),
    (b"\x1f\x8b", "GZIP"),
    (b"<", "XML (KML, GML, HTML)"),
)
"""How files that people send for GeoJSON begin."""
DEPTH_LIMIT: Final = 64
NESTING: Final = frozenset({dict, list})
NOT_A_NUMBER = re.compile(r"-?\s*(NaN|Infinity|inf)", re.IGNORECASE)
NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")

Parsed = tuple[object, list[Issue]]


def parse(raw: bytes) -> Parsed:
    """Give the JSON document in a file's bytes, and what was found on the way; None when it cannot be read."""
    text, issues = _as_utf8(raw)
    if text is None:
        return None, issues
    if not text.strip():
        return None, [*issues, Issue(kind="file-empty", values={})]
    for start, name in FORMATS:
        if text.startswith(start):
            return None, [*issues, Issue(kind="file-of-another-format", values={"format": name})]
    document, more = _document(text)
    return document, [*issues, *more]


def _as_utf8(raw: bytes) -> tuple[bytes | None, list[Issue]]:
    """Give the bytes in UTF-8 without a byte order mark, telling what was changed."""
    encoding, mark = next((e for e in ENCODINGS if _is_encoded(raw, *e)), ("UTF-8", b""))
    body = raw[len(mark or b"") :]
    if encoding == "UTF-8":
        return body, [Issue(kind="file-with-byte-order-mark", values={})] if mark else []
    try:
        return body.decode(encoding).encode(), [Issue(kind="file-recoded", values={"encoding": encoding})]
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        return None, [Issue(kind="file-not-utf8", values={"encoding": encoding, "byte_count": at + 1})]


def _is_encoded(raw: bytes, encoding: str, mark: bytes | None) -> bool:
    """Say whether a file begins with a mark, or, where there is none, with an ASCII character in two bytes."""
    if mark is not None:
        return raw.startswith(mark)
    ascii_at, nul_at = (0, 1) if encoding.endswith("LE") else (1, 0)
    return len(raw) > 1 and raw[nul_at] == 0 and raw[ascii_at] != 0


def _document(text: bytes) -> Parsed:
    """Parse, and look for what the parser lets pass: NUL characters, deep nesting and repeated keys."""
    issues = []
    if rb"\u0000" in text and NUL.search(text):  # neither text nor jsonb can hold it in the database
        text = NUL.sub(rb"\1\\ufffd", text)
        issues.append(Issue(kind="file-with-nul", values={}))
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return None, [*issues, _why_not(text, error)]
    if document is None:
        return None, [*issues, Issue(kind="file-not-a-collection", values={"found": "null"})]
    key_count, depth = _keys_and_depth(document)
    if depth > DEPTH_LIMIT:
        return None, [*issues, Issue(kind="file-too-deep", values={"limit_count": DEPTH_LIMIT})]
    if text.count(b'":') != key_count:  # a hint only: it may be a blank before the colon, or a colon in a text
        issues += _repeated_keys(text)
    return document, issues


def _keys_and_depth(document: object) -> tuple[int, int]:
    """Count the keys of all objects, and the levels of nesting, level by level."""
    key_count = depth = 0
    level = [document]
    while level:
        depth += 1
        objects = [value for value in level if isinstance(value, dict)]
        lists = [value for value in level if isinstance(value, list)]
        key_count += sum(map(len, objects))
        inner = chain(chain.from_iterable(map(dict.values, objects)), chain.from_iterable(lists))
        level = [value for value in inner if type(value) in NESTING]
    return key_count, depth


def _repeated_keys(text: bytes) -> list[Issue]:
    """Name the keys that stand twice in one object, by a slower parser that shows them."""
    repeated: set[str] = set()

    def note(pairs: list[tuple[str, object]]) -> None:
        repeated.update(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)

    json.loads(text, object_pairs_hook=note)
    names = ", ".join(sorted(repeated)[:10])
    return [Issue(kind="file-keys-repeated", values={"names": names})] if repeated else []


def _why_not(text: bytes, error: orjson.JSONDecodeError) -> Issue:
    """Say in the reader's terms why a text is not JSON."""
    try:
        body = text.decode()
    except UnicodeDecodeError as undecodable:
        if undecodable.end == len(text) and undecodable.reason == "unexpected end of data":
            return Issue(kind="file-truncated", values={"line": text.count(b"\n") + 1})
        return Issue(kind="file-not-utf8", values={"encoding": "UTF-8", "byte_count": undecodable.start + 1})
    if error.msg == "depth limit exceeded":
        return Issue(kind="file-too-deep", values={"limit_count": DEPTH_LIMIT})
    if not_a_number := NOT_A_NUMBER.match(body, error.pos):
        return Issue(kind="file-with-not-a-number", values={"value": not_a_number.group(), "line": error.lineno})
    if error.msg == "unexpected end of data" or error.pos >= len(body.rstrip()):
        return Issue(kind="file-truncated", values={"line": error.lineno})
    return Issue(kind="file-not-json", values={"line": error.lineno, "column": error.colno})
