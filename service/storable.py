"""Text that PostgreSQL can hold: files may carry characters that it refuses."""

import json
import re
from typing import Any

import orjson

REFUSED = re.compile(r"[\x00\ud800-\udfff]")
"""NUL and halves of surrogate pairs; a file may have both, escaped."""


def storable_text(text: str) -> str:
    """Give a text with a replacement character for every character that the database refuses."""
    return REFUSED.sub("\ufffd", text)


def storable_json(value: Any) -> bytes:  # noqa: ANN401 - any JSON, and dates
    r"""Give a value as JSON text; numbers that are none become null.

    >>> storable_json({"a": "x\0y", "b": 2**70, "c": float("nan")})
    b'{"a":"x\xef\xbf\xbdy","b":1180591620717411303424,"c":null}'
    """
    try:
        text = orjson.dumps(value)
    except orjson.JSONEncodeError:
        return _storable_slowly(value)
    return _storable_slowly(value) if b"\\u0000" in text else text


def _storable_slowly(value: Any) -> bytes:  # noqa: ANN401 - any JSON, and dates
    return json.dumps(_storable(value), ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _storable(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {storable_text(name): _storable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    return None if isinstance(value, float) and (value != value or abs(value) == float("inf")) else value  # noqa: PLR0124 - NaN alone
