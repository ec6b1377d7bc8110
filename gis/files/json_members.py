"""Finding a long array among the members of a JSON object without reading through it."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

import orjson

from gis.files.json_elements import LARGEST_BYTES
from gis.files.json_text import JsonText

HEAD_BYTES: Final = 2**16
BRACKET_COUNT: Final = 64
"""How many brackets from the end are tried as the one that closes the array."""
OBJECT = re.compile(r"\s*\{")
COLON = re.compile(r"\s*:\s*")
COMMA = re.compile(r"\s*,")
BLANK = re.compile(r"\s*")
DECODER: Final = json.JSONDecoder()


def array_start(text: JsonText, name: str) -> int | None:
    """Give the place after the bracket that opens an array among an object's members; None if there is none."""
    size = HEAD_BYTES
    while True:
        # Every byte becomes one that can be had back, also those of a character that the head cuts in two.
        head = text.bytes_at(text.start, size).decode(errors="surrogateescape")
        at = _array_start(head, name)
        if at is not None:
            return text.start + len(head[:at].encode(errors="surrogateescape"))
        if text.start + size >= text.end or size >= LARGEST_BYTES:
            return None
        size *= 4


def _array_start(head: str, name: str) -> int | None:
    """Walk over members up to the array; None if a member, or what follows it, is not in the head."""
    step = OBJECT.match(head)
    try:
        while step:
            key, at = DECODER.raw_decode(head, _after(BLANK, head, step.end()))
            at = _after(COLON, head, at)
            if key == name and head[at : at + 1] == "[":
                return at + 1
            _, at = DECODER.raw_decode(head, at)
            step = COMMA.match(head, at)
    except (json.JSONDecodeError, RecursionError):
        return None
    return None


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Give the place after what is looked for, or the same place."""
    match = pattern.match(text, at)
    return match.end() if match else at


def array_end(text: JsonText, start: int) -> int:
    """Give the place of the bracket that closes an array whose members are followed by few others.

    That is the earliest bracket after which the text closes one array and one object and ends. Where there is none the
    text is broken: its end is given.
    """
    begin = max(start, text.end - HEAD_BYTES)
    tail = text.bytes_at(begin, HEAD_BYTES)
    brackets = islice(_places_from_end(tail, b"]"), BRACKET_COUNT)
    closing = [at for at in brackets if _is_json(b'{"":[' + tail[at:])]
    return begin + min(closing) if closing else text.end


def _places_from_end(text: bytes, mark: bytes) -> Iterator[int]:
    """Give the places of a byte, the last first."""
    at = text.rfind(mark)
    while at >= 0:
        yield at
        at = text.rfind(mark, 0, at)


def _is_json(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True
