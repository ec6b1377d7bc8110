"""How a file was understood: what a page shows beside the questions that are still open."""

from typing import Literal

from pydantic import BaseModel

from gis.answers import AreaUnit


class ColumnRead(BaseModel):
    """One column of a file.

    Attributes
    ----------
    field
        The layer's field that it became; missing: it is left out.
    how
        What that rests on: the same name, a known alias or label, its values, a saved mapping, or an answer.
    samples
        A few of its values, as text.
    unit
        Of areas: as its name or an answer says.
    """

    name: str
    field: str | None
    how: Literal["name", "alias", "values", "saved", "answer"] | None
    samples: list[str]
    unit: AreaUnit | None = None


class CrsCandidate(BaseModel):
    """A coordinate system in which the file would lie where records are expected.

    Attributes
    ----------
    crs
        As an answer gives it: `EPSG:32638`, `swapped`.
    places
        Where some of the file's features would lie: longitude and latitude.
    """

    crs: str
    name: str
    places: list[tuple[float, float]]


class Understood(BaseModel):
    """How a file was read.

    Attributes
    ----------
    crs
        The one used; missing when it has to be asked.
    is_crs_stated
        Whether the file says so itself.
    wide
        The columns of square metres that were made releases of their own, each with its method.
    saved_mapping_id
        The saved mapping that was used.
    """

    format: str
    source_layer: str | None = None
    source_layers: list[str] = []
    crs: str | None = None
    is_crs_stated: bool = False
    crs_candidates: list[CrsCandidate] = []
    columns: list[ColumnRead] = []
    wide: dict[str, str] = {}
    saved_mapping_id: str | None = None
