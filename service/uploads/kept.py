"""The files that came in, kept as they came: each once, by its SHA-256, in parts, so that no step holds one whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO
from urllib.parse import quote

from sqlalchemy import func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from service.tables import stored_file, stored_file_part

PART_BYTES = 4_194_304
LOCK = 0x1ED6E9
"""The advisory lock of keeping and forgetting; `forget_checks` in migration 03_uploads takes it alone."""


def keep_file(session: Session, file: Path) -> bytes:
    """Keep a file's bytes, unless they are kept already, and give their SHA-256.

    Until the transaction ends nobody can forget them.
    """
    session.execute(select(func.pg_advisory_xact_lock_shared(LOCK)))
    with file.open("rb") as source:
        sha256 = file_digest(source, "sha256").digest()
        source.seek(0)
        kept = insert(stored_file).values(sha256=sha256, byte_count=file.stat().st_size)
        if session.execute(kept.on_conflict_do_nothing().returning(stored_file.c.sha256)).first():
            _keep_parts(session, sha256, source)
    return sha256


def kept_bytes(session: Session, sha256: bytes) -> Iterator[bytes]:
    """Give the bytes of a kept file part by part; nothing when it is not kept."""
    part = stored_file_part.c
    last = session.scalar(select(func.max(part.number)).where(part.sha256 == sha256))
    for number in range(0 if last is None else last + 1):
        yield session.scalars(select(part.bytes).where(part.sha256 == sha256, part.number == number)).one()


def is_kept(session: Session, sha256: bytes | None) -> bool:
    """Say whether a file's bytes are here; those of uploads from before bytes were kept are not."""
    return session.scalar(select(literal(1)).where(stored_file.c.sha256 == sha256)) is not None


@contextmanager
def kept_file(session: Session, sha256: bytes) -> Iterator[Path]:
    """Give a kept file under a name of ours on disk, gone again afterwards."""
    with NamedTemporaryFile(prefix="landrelease-", suffix=".upload") as spooled:
        for part in kept_bytes(session, sha256):
            spooled.write(part)
        spooled.flush()
        yield Path(spooled.name)


def attachment(file_name: str) -> str:
    """Give the header by which a browser stores a file under its own name, whatever that holds (RFC 6266).

    >>> attachment('Ağdam "1".geojson')
    "attachment; filename*=utf-8''A%C4%9Fdam%20%221%22.geojson"
    """
    return f"attachment; filename*=utf-8''{quote(file_name, safe='')}"


def _keep_parts(session: Session, sha256: bytes, source: BinaryIO) -> None:
    number = 0
    while part := source.read(PART_BYTES):
        session.execute(insert(stored_file_part).values(sha256=sha256, number=number, bytes=part))
        number += 1
