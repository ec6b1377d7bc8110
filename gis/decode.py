"""From JSON text to its values, or to why there are none; and what a parser lets pass."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import orjson

from gis.issues import Issue

DEPTH_LIMIT: Final = 64
NESTING: Final = frozenset({dict, list})
NOT_A_NUMBER = re.compile(r"-?\s*(NaN|Infinity|inf)", re.IGNORECASE)
NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
VALUE = re.compile(r"[^\s,]")
KEYS = re.compile(rb'"[ \t\r\n]*:')
NAME_COUNT: Final = 10

Parsed = tuple[object, list[Issue]]
"""A document, None when it cannot be read, and what is wrong with it."""


class Findings:
    """What is wrong with a text although it parses: NUL characters, deep nesting and repeated keys."""

    def __init__(self) -> None:
        self._has_nul = False
        self._is_deep = False
        self._repeated: set[str] = set()

    def without_nul(self, text: bytes) -> bytes:
        """Give a text of the same length with replacement characters for NUL, which the database cannot hold."""
        if rb"\u0000" not in text or not NUL.search(text):
            return text
        self._has_nul = True
        return NUL.sub(rb"\1\\ufffd", text)

    def look_at(self, text: bytes, values: Sequence[object]) -> None:
        """Look at values and at the text they were parsed from."""
        key_count, depth = _keys_and_depth(values)
        self._is_deep = self._is_deep or depth > DEPTH_LIMIT
        # Hints only, the cheap one first: it may be a blank before the colon, or a colon in a text.
        if not self._is_deep and text.count(b'":') != key_count and len(KEYS.findall(text)) != key_count:
            self._repeated |= _repeated_keys(text)

    @property
    def issues(self) -> list[Issue]:
        """Give an issue for each thing found, once for all that was looked at."""
        names = ", ".join(sorted(self._repeated)[:NAME_COUNT])
        return [
            *([Issue(kind="file-with-nul", values={})] if self._has_nul else []),
            *([Issue(kind="file-too-deep", values={"limit_count": DEPTH_LIMIT})] if self._is_deep else []),
            *([Issue(kind="file-keys-repeated", values={"names": names})] if names else []),
        ]


def parse(text: bytes) -> Parsed:
    """Give the JSON document in a text, and what was found on the way; None when it cannot be read."""
    findings = Findings()
    if not text.strip():
        return None, [Issue(kind="file-empty", values={})]
    text = findings.without_nul(text)
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return None, [*findings.issues, why_not(text, error)]
    if document is None:
        return None, [*findings.issues, Issue(kind="file-not-a-collection", values={"found": "null"})]
    findings.look_at(text, [document])
    is_deep = any(issue.kind == "file-too-deep" for issue in findings.issues)
    return None if is_deep else document, findings.issues


def _keys_and_depth(values: Sequence[object]) -> tuple[int, int]:
    """Count the keys of all objects, and the levels of nesting, level by level; coordinates are left to others."""
    key_count = depth = 0
    level: list[Any] = list(values)
    while level:
        depth += 1
        objects = [value for value in level if type(value) is dict]
        lists = [value for value in level if type(value) is list]
        key_count += sum(map(len, objects))
        level = [*_nested(objects), *(value for value in chain.from_iterable(lists) if type(value) in NESTING)]
    return key_count, depth


def _nested(objects: list[dict[str, Any]]) -> list[Any]:
    """Give the lists and objects that objects hold, but for coordinates; properties mostly hold none."""
    drawn = [one for one in objects if "coordinates" in one]
    others = [one for one in objects if "coordinates" not in one] if drawn else objects
    nested = [v for one in drawn for name, v in one.items() if type(v) in NESTING and name != "coordinates"]
    if not NESTING.isdisjoint(map(type, chain.from_iterable(map(dict.values, others)))):
        nested += [value for one in others for value in one.values() if type(value) in NESTING]
    return nested


def _repeated_keys(text: bytes) -> set[str]:
    """Name the keys that stand twice in one object of values, by a slower parser that shows them."""
    repeated: set[str] = set()

    def note(pairs: list[tuple[str, object]]) -> None:
        repeated.update(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)

    decoder, body, at = json.JSONDecoder(object_pairs_hook=note), text.decode(), 0
    while value := VALUE.search(body, at):
        _, at = decoder.raw_decode(body, value.start())
    return repeated


@dataclass(frozen=True)
class Before:
    """How much of a file lies before a text."""

    byte_count: int = 0
    line_count: int = 0
    column_count: int = 0
    is_followed: bool = False
    """Whether more of the file follows the text."""


NOTHING: Final = Before()


def why_not(text: bytes, error: orjson.JSONDecodeError, before: Before = NOTHING) -> Issue:
    """Say in the reader's terms why a text is not JSON; brackets may have been put around it to parse it."""
    line = before.line_count + error.lineno
    column = error.colno + (before.column_count if error.lineno == 1 else 0)
    try:
        text.decode()
    except UnicodeDecodeError as undecodable:
        if undecodable.end == len(text) and undecodable.reason == "unexpected end of data" and not before.is_followed:
            return Issue(kind="file-truncated", values={"line": before.line_count + text.count(b"\n") + 1})
        at = before.byte_count + undecodable.start + 1
        return Issue(kind="file-not-utf8", values={"encoding": "UTF-8", "byte_count": at})
    if error.msg == "depth limit exceeded":
        return Issue(kind="file-too-deep", values={"limit_count": DEPTH_LIMIT})
    is_negative = error.doc[: error.pos].endswith("-")
    if not_a_number := NOT_A_NUMBER.match(error.doc, error.pos - is_negative):
        return Issue(kind="file-with-not-a-number", values={"value": not_a_number.group(), "line": line})
    is_at_end = error.msg == "unexpected end of data" or error.pos >= len(error.doc.rstrip())
    if is_at_end and not before.is_followed:
        return Issue(kind="file-truncated", values={"line": line})
    return Issue(kind="file-not-json", values={"line": line, "column": column})
