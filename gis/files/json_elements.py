"""Cutting long JSON text between the objects of an array, or of a sequence, so that each piece parses alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.files.json_text import JsonText

QUOTE, OPENING, CLOSING, BACKSLASH = b'"{}\\'
LARGEST_BYTES: Final = 48 * 2**20
"""Text of one feature: an outline of a million vertices, and some."""

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Elements:
    """Text of elements that follow one another.

    Attributes
    ----------
    text
        From the end of the last element before them.
    ends
        Where each ends in the text: the separators before an element belong to it.
    start
        Where the text begins in the file.
    is_first
        Whether no element stands before them.
    is_cut
        Whether the last one is longer than is read.
    """

    text: bytes
    ends: list[int]
    start: int
    is_first: bool
    is_cut: bool = False


def elements_between(text: JsonText, start: int, stop: int, *, block_bytes: int) -> Iterator[Elements]:
    """Give the text of elements, block by block; an element ends where an object does that is in no other.

    What is left before the stop is an element too, be it broken or none: parsing tells.

    Parameters
    ----------
    block_bytes
        How much text is read at once; more only for an element that is longer, up to `LARGEST_BYTES`.
    """
    pending, first = b"", start
    while start + len(pending) < stop:
        at = start + len(pending)
        pending += text.bytes_at(at, min(max(block_bytes, len(pending)), stop - at))
        ends = _ends(pending)
        is_all = start + len(pending) >= stop
        is_cut = not ends and len(pending) > LARGEST_BYTES
        if (is_all or is_cut) and pending[ends[-1] if ends else 0 :].strip():
            ends.append(len(pending))
        if ends:
            yield Elements(pending, ends, start, is_first=start == first, is_cut=is_cut)
            start, pending = start + ends[-1], pending[ends[-1] :]


def _ends(text: bytes) -> list[int]:
    """Find where objects end that are in no other."""
    codes = np.frombuffer(text, dtype=np.uint8)
    braces = np.flatnonzero((codes == OPENING) | (codes == CLOSING))
    braces = braces[_is_outside_texts(text, codes, braces)]
    depths = np.cumsum(np.where(codes[braces] == OPENING, 1, -1))
    beyond = np.flatnonzero(depths < 0)
    within = braces[: beyond[0]] if len(beyond) else braces
    ends: list[int] = (within[depths[: len(within)] == 0] + 1).tolist()
    return ends


def _is_outside_texts(text: bytes, codes: NDArray[np.uint8], places: Places) -> NDArray[np.bool_]:
    """Say which places are not between quotation marks."""
    quotes = np.flatnonzero(codes == QUOTE)
    if b"\\" in text:
        quotes = quotes[~_is_escaped(codes, quotes)]
    is_outside: NDArray[np.bool_] = np.searchsorted(quotes, places) % 2 == 0
    return is_outside


def _is_escaped(codes: NDArray[np.uint8], quotes: Places) -> NDArray[np.bool_]:
    """Say which quotation marks stand behind an odd number of backslashes."""
    backslashes = np.flatnonzero(codes == BACKSLASH)
    starts = backslashes[np.diff(backslashes, prepend=-2) > 1]
    is_escaped: NDArray[np.bool_] = (quotes > 0) & (codes[quotes - 1] == BACKSLASH)
    behind = quotes[is_escaped]
    is_escaped[is_escaped] = (behind - starts[np.searchsorted(starts, behind) - 1]) % 2 == 1
    return is_escaped
