"""What a layer is: its fields, its geometry and the tables that follow from them."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from gis.codelists import Codelist


class Kind(StrEnum):
    """What a field holds; the form of its value in a file and the type of its column follow."""

    TEXT = "text"
    TEXTS = "texts"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    CODE = "code"
    CODES = "codes"
    LINK = "link"
    LINKS = "links"


LISTS = frozenset({Kind.TEXTS, Kind.CODES, Kind.LINKS})


class Shape(StrEnum):
    """A kind of geometry that a layer takes."""

    POLYGON = "Polygon"
    LINE = "LineString"
    POINT = "Point"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a layer, named as in files, API and tables.

    Attributes
    ----------
    name
        As in the file; a link's is `<something>_code`, its column `<something>_id`.
    en, az
        What the field holds, for templates and documentation.
    codelist
        For codes.
    layer
        For links: the layer whose code is meant.
    is_required
        Whether its absence is an error; everything else that is missing is a matter of completeness.
    default
        The value of a field left out, as it stands in a file.
    minimum, maximum
        The plausible range of a number; beyond it the value is refused.
    """

    name: str
    kind: Kind
    en: str
    az: str
    codelist: type[Codelist] | None = None
    layer: str | None = None
    is_required: bool = False
    default: str | int | bool | None = None
    minimum: float | None = None
    maximum: float | None = None

    @property
    def is_list(self) -> bool:
        """Say whether the field holds several values."""
        return self.kind in LISTS

    @property
    def column(self) -> str:
        """Give the name of its column, or of the column in a list's own table.

        >>> Field(name="task_code", kind=Kind.LINK, en="", az="").column
        'task_id'
        >>> Field(name="target_types", kind=Kind.CODES, en="", az="").column
        'target_type'
        """
        singular = self.name.removesuffix("s") if self.kind in {Kind.CODES, Kind.LINKS} else self.name
        is_link = self.kind in {Kind.LINK, Kind.LINKS}
        return f"{singular.removesuffix('_code')}_id" if is_link else singular

    def as_required(self) -> Self:
        """Give the same field for a layer that cannot do without it."""
        return replace(self, is_required=True)


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One kind of record: its fields and the geometry it may have.

    Attributes
    ----------
    name
        Plural, as in paths and uploads: `release_areas`.
    singular
        As in tables: `release_area`.
    shapes
        The geometries it takes; empty for records that have none. Multi forms are taken as well.
    is_geometry_required
        Whether a missing geometry is an error (`geometry_source` = `none` always allows it).
    dated_by
        The fields of dates of which the first that is known says from which day on the record stands; where none is,
        it always stood.
    """

    name: str
    singular: str
    en: str
    az: str
    fields: tuple[Field, ...]
    shapes: frozenset[Shape] = frozenset()
    is_geometry_required: bool = False
    dated_by: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """Give the field of a name.

        Raises
        ------
        KeyError
            If the layer has no such field.
        """
        return self.fields_by_name[name]

    @property
    def fields_by_name(self) -> dict[str, Field]:
        """Give the fields by their names, in order."""
        return {field.name: field for field in self.fields}
