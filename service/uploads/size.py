"""Which files are answered at once, and which are left to the worker."""

from itertools import accumulate
from pathlib import Path
from typing import Final

from gis.files import opened
from gis.layers import LAYERS_BY_NAME
from service.uploads.order import UploadOrder

AT_ONCE_COUNT: Final = 5_000
"""Features that are answered in the request however many bytes they take."""
PACKED: Final = (b"\x1f\x8b", b"PK\x03\x04")
LONGEST: Final = 4
PACKED_FACTOR: Final = 10
"""How many times larger packed features are, about."""


def is_large(file: Path, order: UploadOrder) -> bool:
    """Say whether a file is left to the worker: it has more bytes than the order allows, and many features."""
    if order.queue_bytes is None or plain_bytes(file) <= order.queue_bytes:
        return False
    return has_more_than(AT_ONCE_COUNT, file, order)


def has_more_than(count: int, file: Path, order: UploadOrder) -> bool:
    """Say whether a file has more features than a number; no more of it is read than it takes to know."""
    with opened(file, name=order.file_name, layer=LAYERS_BY_NAME[order.layer], answers=order.answers) as source:
        return any(total > count for total in accumulate(len(part) for part in source.parts()))


def plain_bytes(file: Path) -> int:
    """Give how large a file may be once it is unpacked; what an archive says of itself cannot be trusted."""
    with file.open("rb") as source:
        is_packed = source.read(LONGEST).startswith(PACKED)
    return file.stat().st_size * (PACKED_FACTOR if is_packed else 1)
