"""What is asked of a file, and the refusal to read it."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from gis.answers import Answers
from gis.issues import Issue
from gis.layers import Layer
from gis.traverse.closing import USUAL, Allowance


@dataclass(frozen=True, kw_only=True)
class Request:
    """A file to be opened.

    Attributes
    ----------
    path
        Where its bytes are.
    name
        As its sender calls it; only shown.
    layer
        What it is sent for.
    folder
        Where parts of it may be unpacked: it goes when the file is closed.
    closing
        What ends when the file is closed.
    allowed
        How far a traverse by bearing and distance may end from where it began.
    is_unpacked
        Whether it came out of an archive: one inside another is not unpacked.
    """

    path: Path
    name: str
    layer: Layer
    answers: Answers
    folder: Path
    closing: ExitStack
    allowed: Allowance = USUAL
    is_unpacked: bool = False


class RefusedFile(ValueError):  # noqa: N818 - a fact, named like the problems
    """The file is not read.

    Attributes
    ----------
    issue
        Why.
    """

    def __init__(self, kind: str, **values: str | float | None) -> None:
        super().__init__(kind)
        self.issue = Issue(kind=kind, values=values)
