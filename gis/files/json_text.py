"""The text of a JSON file in UTF-8, on disk: whatever its encoding was, it can be read from any place."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gis.files.request import RefusedFile
from gis.issues import Issue

ENCODINGS: Final = (
    ("UTF-8", codecs.BOM_UTF8),
    ("UTF-32-LE", codecs.BOM_UTF32_LE),  # before UTF-16-LE, whose mark it begins with
    ("UTF-32-BE", codecs.BOM_UTF32_BE),
    ("UTF-16-LE", codecs.BOM_UTF16_LE),
    ("UTF-16-BE", codecs.BOM_UTF16_BE),
    ("UTF-32-LE", None),
    ("UTF-32-BE", None),
    ("UTF-16-LE", None),
    ("UTF-16-BE", None),
)
CHUNK_BYTES: Final = 2**20


@dataclass(frozen=True)
class JsonText:
    """A text in UTF-8.

    Attributes
    ----------
    start
        Where it begins in its file: after the byte order mark.
    issues
        What was changed on the way.
    """

    path: Path
    start: int
    issues: tuple[Issue, ...]

    def bytes_at(self, start: int, count: int) -> bytes:
        """Give some of its bytes."""
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(count)

    @property
    def end(self) -> int:
        """Give the place after its last byte."""
        return self.path.stat().st_size


def utf8_text(path: Path, folder: Path) -> JsonText:
    """Give a file's text in UTF-8: the file itself, or a copy in a folder.

    Raises
    ------
    RefusedFile
        If its bytes are not of the encoding that it begins with.
    """
    with path.open("rb") as file:
        head = file.read(4)
    encoding, mark = next((e for e in ENCODINGS if _is_encoded(head, *e)), ("UTF-8", None))
    skipped = len(mark or b"")
    if encoding == "UTF-8":
        issues = (Issue(kind="file-with-byte-order-mark", values={}),) if mark else ()
        return JsonText(path, skipped, issues)
    copy = folder / "recoded.json"
    _recode(path, copy, encoding=encoding, start=skipped)
    return JsonText(copy, 0, (Issue(kind="file-recoded", values={"encoding": encoding}),))


def _is_encoded(head: bytes, encoding: str, mark: bytes | None) -> bool:
    """Say whether a text begins with a mark, or, where there is none, with an ASCII character in several bytes."""
    if mark is not None:
        return head.startswith(mark)
    width = int(encoding[4:6]) // 8
    ascii_at = 0 if encoding.endswith("LE") else width - 1
    return len(head) >= width and [at for at in range(width) if head[at]] == [ascii_at]


def _recode(path: Path, copy: Path, *, encoding: str, start: int) -> None:
    """Write a text in UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as source, copy.open("wb") as target:
        source.seek(start)
        chunk = b" "
        while chunk:
            waiting = len(decoder.getstate()[0])
            at = source.tell() - waiting
            chunk = source.read(CHUNK_BYTES)
            try:
                target.write(decoder.decode(chunk, final=not chunk).encode())
            except UnicodeError as error:
                byte_count = at + getattr(error, "start", 0) + 1
                raise RefusedFile("file-not-utf8", encoding=encoding, byte_count=byte_count) from error
