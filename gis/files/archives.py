"""Unpacking archives of unknown worth: within limits, and nowhere but into a folder of our own.

The limits hold for what comes out, whatever the archive says of itself.
"""

import gzip
import zlib
from pathlib import Path
from typing import Final, Protocol

from gis.files.request import RefusedFile

UNPACKED_LIMIT: Final = 2 * 1024**3
"""Bytes that an archive may hold when unpacked."""
RATIO_LIMIT: Final = 200
"""How many times larger than the archive: text packs 10 to 30 times, a bomb a thousand times."""
RATIO_FREE: Final = 16 * 1024**2
"""Bytes from which that is looked at."""
CHUNK_BYTES: Final = 1024**2


class Packed(Protocol):
    """What gives bytes when asked: a member of an archive."""

    def read(self, size: int, /) -> bytes:
        """Give the next bytes."""


def unpacked_gzip(path: Path, folder: Path) -> Path:
    """Unpack a gzip file and give what was in it."""
    target = folder / "unpacked"
    try:
        with gzip.open(path) as packed:
            copy_within_limits(packed, target, packed_bytes=path.stat().st_size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise RefusedFile("archive-damaged") from error
    return target


def copy_within_limits(packed: Packed, target: Path, *, packed_bytes: int, used_bytes: int = 0) -> int:
    """Write what comes out of an archive to a file and count it.

    Parameters
    ----------
    used_bytes
        What has come out of the same archive before.

    Raises
    ------
    RefusedFile
        As soon as it is more than the limits allow.
    """
    limit = min(UNPACKED_LIMIT, max(RATIO_FREE, RATIO_LIMIT * packed_bytes))
    written = 0
    with target.open("xb") as file:
        while chunk := packed.read(CHUNK_BYTES):
            written += len(chunk)
            if used_bytes + written > limit:
                raise RefusedFile("archive-too-large", limit_mb=limit // 1024**2)
            file.write(chunk)
    return written
