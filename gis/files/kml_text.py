"""Reading the text of a KML file as a stream: placemarks as they come, each with its folder.

A document type would let the text name other files or grow without end, and KML has none: it is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from gis.files.request import RefusedFile

CHUNK_BYTES: Final = 256 * 1024
DEPTH_LIMIT: Final = 64
TEXT_LIMIT: Final = 64 * 1024**2
"""Characters in one placemark."""
CONTAINERS: Final = frozenset({"Document", "Folder"})


@dataclass(frozen=True)
class Placemark:
    """A placemark and the names of the folders around it."""

    element: Element
    folder: str


class Placemarks:
    """The placemarks of a KML file, as an iterator that reads on as they are taken.

    Attributes
    ----------
    schemas
        By name or id: the types of their columns.
    link_count
        References to other files that were passed.
    """

    def __init__(self, path: Path) -> None:
        self.schemas: dict[str, dict[str, str]] = {}
        self.link_count = 0
        self.bytes_read = 0
        self._path = path
        self._open: list[str] = []
        self._folders: list[str] = []
        self._builder: TreeBuilder | None = None
        self._text: list[str] = []
        self._length = 0
        self._done: list[Placemark] = []

    def __iter__(self) -> Iterator[Placemark]:
        """Read the placemarks.

        Raises
        ------
        RefusedFile
            When the text is no XML, or more than XML.
        """
        parser = self._parser()
        try:
            with self._path.open("rb") as file:
                while chunk := file.read(CHUNK_BYTES):
                    parser.Parse(chunk, False)  # noqa: FBT003 - as the library asks
                    self.bytes_read += len(chunk)
                    yield from self._taken()
            parser.Parse(b"", True)  # noqa: FBT003 - as the library asks
        except expat.ExpatError as error:
            reason = f"{expat.ErrorString(error.code)}, {error.lineno}:{error.offset}"
            raise RefusedFile("file-damaged", format="KML", reason=reason) from error
        yield from self._taken()

    def _taken(self) -> list[Placemark]:
        done, self._done = self._done, []
        return done

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        return parser

    def _refuse(self, name: str, *_: object) -> None:
        raise RefusedFile("file-reaches-out", name=f"DOCTYPE {name}"[:100])

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition(":")[2]
        self._open.append(name)
        self._text.clear()
        if len(self._open) > DEPTH_LIMIT:
            raise RefusedFile("file-too-deep", limit_count=DEPTH_LIMIT)
        if name == "Placemark" and self._builder is None:
            self._builder, self._length = TreeBuilder(), 0
        if self._builder is not None:
            self._builder.start(name, attributes)
        elif name in CONTAINERS:
            self._folders.append("")
        elif name == "NetworkLink":
            self.link_count += 1
        elif name == "Schema":
            columns: dict[str, str] = {}
            self.schemas |= {attributes[key]: columns for key in ("id", "name") if key in attributes}
        elif name == "SimpleField" and self.schemas:
            list(self.schemas.values())[-1][attributes.get("name", "")] = attributes.get("type", "string")

    def _data(self, data: str) -> None:
        self._length += len(data)
        if self._length > TEXT_LIMIT:
            raise RefusedFile("file-unreadable", format="KML")
        if self._builder is not None:
            self._builder.data(data)
        else:
            self._text.append(data)

    def _end(self, _: str) -> None:
        name = self._open.pop()
        if self._builder is not None:
            self._builder.end(name)
            if name == "Placemark" and "Placemark" not in self._open:
                folder = " / ".join(filter(None, self._folders))
                self._done.append(Placemark(self._builder.close(), folder))
                self._builder = None
        elif name in CONTAINERS:
            self._folders.pop()
        elif name == "name" and self._open and self._open[-1] in CONTAINERS:
            self._folders[-1] = "".join(self._text).strip()
        self._text.clear()
        if self._builder is None:
            self._length = 0
