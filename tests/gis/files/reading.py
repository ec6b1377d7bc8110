"""Reading a file to its end, as tests want it."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.answers import Answers
from gis.files import Source, opened
from gis.issues import Issue
from gis.layers import LAYERS_BY_NAME


class Everything(NamedTuple):
    """A source and all of its features."""

    source: Source
    issues: list[Issue]
    properties: list[dict[str, Any]]
    outlines: NDArray[np.object_]
    fault_kinds: list[tuple[int, str]]
    rows: list[int]
    part_starts: list[int]

    @property
    def kinds(self) -> list[str]:
        """The kinds of issues about the file."""
        return [issue.kind for issue in self.issues]


def everything(
    content: bytes, folder: Path, *, name: str = "file", layer: str = "release_areas", answers: Answers | None = None
) -> Everything:
    """Write a file under a name that says nothing and read all of it."""
    path = folder / "upload"
    path.write_bytes(content)
    with opened(path, name=name, layer=LAYERS_BY_NAME[layer], answers=answers or Answers()) as source:
        parts = list(source.parts())
    return Everything(
        source=source,
        issues=[*source.issues, *(issue for part in parts for issue in part.issues)],
        properties=[properties for part in parts for properties in part.properties],
        outlines=np.concatenate([np.array([], dtype=object), *(part.outlines for part in parts)]),
        fault_kinds=[(position, fault.kind) for part in parts for position, fault in part.faults],
        rows=[row for part in parts for row in part.rows or range(part.first, part.first + len(part))],
        part_starts=[part.first for part in parts],
    )
