"""Which files are answered at once, and which are left to the worker."""

import zipfile
from itertools import accumulate
from pathlib import Path
from typing import Final

from gis.files import opened
from gis.layers import LAYERS_BY_NAME
from service.uploads.order import UploadOrder

AT_ONCE_COUNT: Final = 5_000
"""Features that are answered in the request however many bytes they take."""
GZIP: Final = b"\x1f\x8b"
GZIP_FACTOR: Final = 10
"""How many times larger a packed text may be; its own note of its size cannot be trusted."""


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
    """Give how large a file is once it is unpacked."""
    size = file.stat().st_size
    with file.open("rb") as source:
        is_gzip = source.read(len(GZIP)) == GZIP
    if is_gzip:
        return GZIP_FACTOR * size
    if not zipfile.is_zipfile(file):
        return size
    with zipfile.ZipFile(file) as archive:
        return max(size, sum(member.file_size for member in archive.infolist()))
