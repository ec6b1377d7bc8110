"""The table of the Progress page: rounded once, so that the page and the files that it gives say the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, overload

from gis.aggregates import Areas, areas
from gis.charts import STACK
from gis.codelists import Codelist, ContaminationClass, Language, ReleaseMethod
from gis.text import rounded_ha, sort_key
from service.progress.questions import Dimension, Progress, ProgressQuestion
from service.web.names import Names
from service.web.page import LEAST_M2
from service.web.progress_asked import ProgressAsk

RELEASED, WITHOUT_GEOMETRY = "released_ha", "without_geometry_ha"
ORDERED: Mapping[Dimension, type[Codelist]] = {
    Dimension.METHOD: ReleaseMethod,
    Dimension.CONTAMINATION_CLASS: ContaminationClass,
}
"""Whose values stand in the order of their list."""
Key = tuple[str | None, ...]
Figures = Mapping[str, Decimal | None]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table.

    Attributes
    ----------
    key
        The values of the dimensions as codes and labels; None is what a record does not say.
    names
        What they are called.
    areas
        Unrounded, for the chart.
    figures
        Hectares as they are printed; missing where nothing was released, which is not zero.
    """

    key: Key
    names: tuple[str, ...]
    areas: Areas
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class ProgressTable:
    """What was released, line by line.

    Attributes
    ----------
    columns
        The names of the figures, in the order of printing.
    lines
        In the order of the names and periods.
    total
        Of all lines, from unrounded parts; ground without geometry apart, as everywhere.
    """

    by: tuple[Dimension, ...]
    columns: tuple[str, ...]
    lines: Sequence[Line]
    total: Line


def method_columns(question: ProgressQuestion) -> tuple[str, ...]:
    """Give the figures by method that a question has: of the methods that are asked for, and all together."""
    asked = question.release_methods or STACK
    return *(f"{method}_ha" for method in STACK if method in asked), RELEASED


def progress_table(answer: Progress, ask: ProgressAsk, names: Names) -> ProgressTable:
    """Make the table of an answer that is told by dimensions and by method."""
    by = ask.by
    released, reported = _grouped(answer.rows, by), _grouped(answer.without_geometry, by)
    split = method_columns(ask.question) if ask.is_split else (RELEASED,)
    words = _Words(by=by, names=names)
    make = _LineMaker(columns=split + ((WITHOUT_GEOMETRY,) if reported else ()), words=words)
    everything = [row for rows in reported.values() for row in rows]
    keys = sorted({*released, *reported}, key=words.places)
    return ProgressTable(
        by=by,
        columns=make.columns,
        lines=_Lines(keys, lambda key: make.line(key, released.get(key), reported.get(key, ()))),
        total=make.line((), answer.rows, everything),
    )


def _grouped(rows: Sequence[Mapping[str, Any]], by: Sequence[Dimension]) -> dict[Key, list[Mapping[str, Any]]]:
    groups: dict[Key, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[dimension] for dimension in by), []).append(row)
    return groups


class _Lines(Sequence[Line]):
    """The lines of a table, each made when it is looked at: of thousands a page shows a few."""

    def __init__(self, keys: Sequence[Key], make: Callable[[Key], Line]) -> None:
        self._keys, self._make = keys, make

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Line: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...

    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        if isinstance(place, slice):
            return [self._make(key) for key in self._keys[place]]
        return self._make(self._keys[place])


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What the values of the dimensions are called, and where they stand; each is looked up once."""

    by: tuple[Dimension, ...]
    names: Names
    _named: dict[tuple[Dimension, str | None], str] = field(default_factory=dict)
    _placed: dict[tuple[Dimension, str | None], tuple[bool, Any]] = field(default_factory=dict)

    def of(self, key: Key) -> tuple[str, ...]:
        """Name the values of a line."""
        return tuple(self._name(dimension, value) for dimension, value in zip(self.by, key, strict=False))

    def places(self, key: Key) -> tuple[Any, ...]:
        """Say where a line stands."""
        return tuple(self._place(dimension, value) for dimension, value in zip(self.by, key, strict=True))

    def _name(self, dimension: Dimension, value: str | None) -> str:
        if (dimension, value) not in self._named:
            self._named[dimension, value] = self.names.of(dimension, value)
        return self._named[dimension, value]

    def _place(self, dimension: Dimension, value: str | None) -> tuple[bool, Any]:
        if (dimension, value) not in self._placed:
            self._placed[dimension, value] = _place(dimension, value, self.names)
        return self._placed[dimension, value]


@dataclass(frozen=True, kw_only=True)
class _LineMaker:
    columns: tuple[str, ...]
    words: _Words

    def line(
        self, key: Key, released: Sequence[Mapping[str, Any]] | None, reported: Sequence[Mapping[str, Any]]
    ) -> Line:
        """Add up the rows of a line and round them."""
        told = areas(released or ())
        figures = {name: self._figure(name, told, is_known=released is not None) for name in self.columns}
        if WITHOUT_GEOMETRY in self.columns:
            figures[WITHOUT_GEOMETRY] = (
                _printed_ha(sum(row["area_reported_m2"] for row in reported)) if reported else None
            )
        return Line(key=key, names=self.words.of(key), areas=told, figures=figures)

    @staticmethod
    def _figure(name: str, told: Areas, *, is_known: bool) -> Decimal | None:
        return _printed_ha(getattr(told, name.replace("_ha", "_m2"), 0.0)) if is_known else None


def _printed_ha(area_m2: float) -> Decimal:
    return rounded_ha(area_m2 if abs(area_m2) >= LEAST_M2 else 0)


def _place(dimension: Dimension, value: str | None, names: Names) -> tuple[bool, Any]:
    """Give where a value stands: names by the alphabet, codes by their list, periods by time, and nothing last."""
    if value is None:
        return True, ()
    if dimension in ORDERED:
        return False, list(ORDERED[dimension]).index(ORDERED[dimension](value))
    if dimension in {Dimension.DISTRICT, Dimension.ORGANISATION}:
        return False, sort_key(names.of(dimension, value), names.language)
    return False, value


def column_words(translate: Callable[[str], str], language: Language) -> dict[str, str]:
    """Say what the figures are called."""
    _ = translate
    methods = {f"{method}_ha": method.label(language) for method in ReleaseMethod}
    return methods | {RELEASED: _("Released"), WITHOUT_GEOMETRY: _("Without geometry, not in the total")}
