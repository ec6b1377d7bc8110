"""Looking into zip archives of unknown worth, and unpacking of them what is read."""

import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Final

from gis.files.archives import RATIO_FREE, RATIO_LIMIT, UNPACKED_LIMIT, copy_within_limits
from gis.files.request import RefusedFile

FILE_LIMIT: Final = 5_000
"""Files in an archive: a large geodatabase has some hundreds."""
DIRECTORY_LIMIT: Final = 4 * 1024**2
"""Bytes of an archive's table of contents."""
LEFTOVERS: Final = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)", re.IGNORECASE)
"""What operating systems put beside the files."""
DATA: Final = ("gpkg", "kml", "kmz", "geojson", "json", "geojsonl", "geojsons", "ndjson", "xlsx", "csv", "tsv", "txt")
"""Endings of files that are read, by which one is found among others; what it is, its bytes say. The first wins."""
SIDECARS: Final = ("shp", "shx", "dbf", "prj", "cpg")
NAMES_SHOWN: Final = 10


class Archive:
    """A zip archive whose members are files of plain names within the limits."""

    def __init__(self, opened: zipfile.ZipFile, packed_bytes: int) -> None:
        self._opened = opened
        self._packed_bytes = packed_bytes
        self.members = [
            member for member in opened.infolist() if not member.is_dir() and not LEFTOVERS.search(member.filename)
        ]

    def holds(self, name: str) -> bool:
        """Say whether there is a member of this name."""
        return any(member.filename == name for member in self.members)

    @cached_property
    def geodatabases(self) -> dict[str, list[zipfile.ZipInfo]]:
        """The file geodatabases: their folders and what is in them."""
        folders = {
            str(PurePosixPath(member.filename).parent)
            for member in self.members
            if member.filename.casefold().endswith("a00000001.gdbtable")
        }
        return {
            folder: [member for member in self.members if str(PurePosixPath(member.filename).parent) == folder]
            for folder in sorted(folders)
        }

    @cached_property
    def shapefiles(self) -> list[zipfile.ZipInfo]:
        """The main files of the Shapefiles."""
        return [member for member in self.members if _ending(member) == "shp"]

    def unpacked_geodatabase(self, folder: Path) -> Path:
        """Unpack the one file geodatabase and give its folder."""
        if len(self.geodatabases) > 1:
            raise RefusedFile("archive-of-several", names=_shown(list(self.geodatabases)))
        ((_, members),) = self.geodatabases.items()
        target = folder / "features.gdb"
        self._unpack({target / PurePosixPath(member.filename).name: member for member in members})
        return target

    def unpacked_shapefiles(self, folder: Path) -> Path:
        """Unpack the Shapefiles, each with what belongs to it, and give the folder they are in."""
        by_name = {member.filename.casefold(): member for member in self.members}
        target = folder / "shapefiles"
        wanted: dict[Path, zipfile.ZipInfo] = {}
        for shapefile in self.shapefiles:
            path = PurePosixPath(shapefile.filename)
            stem = plain_name(path.stem)
            if target / f"{stem}.shp" in wanted:
                stem = plain_name(str(path.with_suffix("")))
            for ending in SIDECARS:
                if member := by_name.get(str(path.with_suffix(f".{ending}")).casefold()):
                    wanted[target / f"{stem}.{ending}"] = member
        self._unpack(wanted)
        return target

    def unpacked_only_file(self, folder: Path) -> Path:
        """Unpack the one file that is read, and give it."""
        names = [member.filename for member in self.members]
        known = [member for ending in DATA for member in self.members if _ending(member) == ending]
        main = [member for member in known if PurePosixPath(member.filename).name.casefold() == "doc.kml"]
        found = main or [member for member in known if _ending(member) == _ending(known[0])]
        if not found and len(names) == 1:
            found = self.members
        if not found:
            raise RefusedFile("archive-without-data", names=_shown(names) or "0")
        if len(found) > 1:
            raise RefusedFile("archive-of-several", names=_shown([member.filename for member in found]))
        target = Path(mkdtemp(dir=folder)) / plain_name(PurePosixPath(found[0].filename).name)
        self._unpack({target: found[0]})
        return target

    def _unpack(self, wanted: dict[Path, zipfile.ZipInfo]) -> None:
        """Write members to the files they are to become."""
        used = 0
        for target, member in wanted.items():
            target.parent.mkdir(exist_ok=True, parents=True)
            with self._opened.open(member) as packed:
                used += copy_within_limits(packed, target, packed_bytes=self._packed_bytes, used_bytes=used)


@contextmanager
def opened_zip(path: Path) -> Iterator[Archive]:
    """Open a zip archive whose table of contents holds nothing that is refused.

    Raises
    ------
    RefusedFile
        When it is damaged, or holds too much, or names that reach out of a folder.
    """
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as opened:
            archive = Archive(opened, path.stat().st_size)
            _check_members(opened.infolist(), path.stat().st_size)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, UnicodeError) as error:
        raise RefusedFile("archive-damaged") from error


END: Final = struct.Struct("<4s8xI")
"""Of the record that ends an archive: its mark, and the bytes of the table of contents."""
END_64: Final = struct.Struct("<4s36xQ")
IN_64: Final = 0xFFFFFFFF
"""Says that the figure stands in the larger record."""
END_BYTES: Final = 22 + 65_535


def _check_directory(path: Path) -> None:
    """Refuse a table of contents that alone would fill the memory: the library reads all of it."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - END_BYTES))
        tail = file.read()
    at, at_64 = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    stated = END.unpack_from(tail, at)[1] if 0 <= at <= len(tail) - END.size else 0
    stated_64 = END_64.unpack_from(tail, at_64)[1] if 0 <= at_64 <= len(tail) - END_64.size else 0
    if max(stated if stated != IN_64 else 0, stated_64) > DIRECTORY_LIMIT:
        raise RefusedFile("archive-of-too-many", file_count=None, limit_count=FILE_LIMIT)


def _check_members(members: Sequence[zipfile.ZipInfo], packed_bytes: int) -> None:
    """Refuse an archive for what its table of contents says; what it hides, unpacking finds."""
    if len(members) > FILE_LIMIT:
        raise RefusedFile("archive-of-too-many", file_count=len(members), limit_count=FILE_LIMIT)
    for member in members:
        if not 0 <= member.header_offset < packed_bytes:
            raise RefusedFile("archive-damaged")
        if not _is_plain(member):
            raise RefusedFile("archive-member-unsafe", name=_cut(member.filename))
        if member.flag_bits & 0x1:
            raise RefusedFile("archive-encrypted", name=_cut(member.filename))
    name, count = Counter(member.filename.casefold() for member in members).most_common(1)[0] if members else ("", 0)
    if count > 1:
        raise RefusedFile("archive-name-repeated", name=_cut(name))
    limit = min(UNPACKED_LIMIT, max(RATIO_FREE, RATIO_LIMIT * packed_bytes))
    if sum(member.file_size for member in members) > limit:
        raise RefusedFile("archive-too-large", limit_mb=limit // 1024**2)


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """Say whether a member is a file or folder below the archive's own, and not a link."""
    name = member.orig_filename
    mode = member.external_attr >> 16
    is_odd = stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}
    return not (
        is_odd or name.startswith(("/", "\\")) or "\x00" in name or ":" in name or ".." in re.split(r"[/\\]", name)
    )


def plain_name(name: str) -> str:
    """Give a name that any file system takes: letters, digits and a few signs, and not too many of them.

    >>> plain_name("Ağdam/ərazi 1.shp")
    'Ağdam_ərazi_1.shp'
    """
    return re.sub(r"[^\w.-]", "_", name)[-60:].lstrip(".") or "_"


def _ending(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.removeprefix(".").casefold()


def _shown(names: Sequence[str]) -> str:
    return ", ".join(_cut(name) for name in names[:NAMES_SHOWN])


def _cut(name: str) -> str:
    """Give a name as it can be shown: not longer than a line, and without signs that nobody sees."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:100]
