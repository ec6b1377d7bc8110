"""Codes for records that come without one, the same each time: from their GlobalID, or from what they hold."""

from base64 import b32encode
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from gis.layers import Layer
from gis.mapping.sampled import is_blank
from gis.values import coerce_column

DIGITS: Final = 7
"""Decimals of coordinates that count: a centimetre in degrees."""
HASH_BYTES: Final = 10
NOT_CONTENT: Final = frozenset({"code", "revision_reason"})


def derived_codes(
    columns: dict[str, list[Any]], layer: Layer, *, global_ids: Sequence[Any] | None, outlines: NDArray[np.object_]
) -> list[Any]:
    """Give the codes of features, derived where there is none.

    Parameters
    ----------
    columns
        By field.
    global_ids
        Of the same features, if the file has some.
    """
    count = len(outlines)
    codes = columns.get("code", [None] * count)
    blank = [row for row in range(count) if is_blank(codes[row])]
    derived = list(codes)
    unknown = []
    for row in blank:
        derived[row] = _uuid_text(global_ids[row]) if global_ids is not None else None
        if derived[row] is None:
            unknown.append(row)
    for row, code in zip(unknown, _content_codes(columns, layer, outlines=outlines, rows=unknown), strict=True):
        derived[row] = code
    return derived


def _uuid_text(raw: object) -> str | None:
    """Give a GlobalID in one form, whatever brackets and letters it has.

    >>> _uuid_text("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}")
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301'
    """
    try:
        return str(UUID(raw.strip())) if isinstance(raw, str) else None
    except ValueError:
        return None


def _content_codes(
    columns: dict[str, list[Any]], layer: Layer, *, outlines: NDArray[np.object_], rows: list[int]
) -> list[str]:
    """Give codes that follow from what features hold: their typed values and their outline."""
    if not rows:
        return []
    drawn = shapely.force_2d(outlines[rows])
    rounded = shapely.transform(drawn, lambda positions: np.round(positions, DIGITS))
    ground = shapely.to_wkb(shapely.normalize(rounded), byte_order=1)
    typed = {
        field.name: coerce_column(field, [columns[field.name][row] for row in rows])[0]
        for field in layer.fields
        if field.name in columns and field.name not in NOT_CONTENT
    }
    return [
        _code(layer, {name: values[at] for name, values in typed.items() if values[at] is not None}, ground[at])
        for at in range(len(rows))
    ]


def _code(layer: Layer, content: dict[str, Any], ground: bytes | None) -> str:
    """Give a short code that can be read out: `R-3F7A-K2QX-9M4T-6BWE`."""
    said = orjson.dumps(content, default=date.isoformat, option=orjson.OPT_SORT_KEYS)
    digest = blake2b(said + b"\0" + (ground or b""), digest_size=HASH_BYTES).digest()
    letters = b32encode(digest).decode()
    groups = (letters[at : at + 4] for at in range(0, len(letters), 4))
    return "-".join((layer.singular[0].upper(), *groups))
