"""What is told of a file's columns, and what has to be asked before it can be read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import shapely

from gis.answers import Answers
from gis.files.source import Part
from gis.issues import Issue
from gis.layers import Field, Kind, Layer
from gis.mapping.headings import is_bookkeeping, is_computed, is_global_id, is_unit_column, own_field, targets
from gis.mapping.matching import Match
from gis.mapping.meaning import are_dates
from gis.mapping.sampled import Column
from gis.mapping.saved import Saved
from gis.values import shown

NAMED_COUNT: Final = 30
CODE_LENGTH: Final = 30
"""Longer texts are no codes."""
MISSING: Final = {"release_method": "method-column-missing", "code": "codes-missing"}


def about_columns(matches: Sequence[Match], layer: Layer, saved: Saved | None) -> Iterator[Issue]:
    """Tell how columns were understood, and ask where several fields or several columns compete."""
    by_heading = [match for match in matches if match.how in {"name", "alias"} and match.column.name != match.field]
    by_saved = [match for match in matches if match.how == "saved" and match.field]
    yield from _told("columns-understood", _pairs(by_heading))
    if saved is not None:
        constants = [f"{name} = {shown(value)}" for name, value in saved.answers.constants.items()]
        yield from _told("mapping-saved-used", [*_pairs(by_saved), *constants] or ["–"])
    for match in matches:
        if match.choices:
            values = {"column": shown(match.column.name), "choices": ", ".join(match.choices)}
            yield Issue(kind="column-of-several-fields", values=values)
        elif match.rivals:
            one = layer.fields_by_name.get(match.field or "")
            kind = "columns-of-one-field" if one is None or one.is_required else "columns-beside"
            columns = ", ".join(f"“{shown(name)}”" for name in (match.column.name, *match.rivals))
            yield Issue(kind=kind, field=match.field, values={"columns": columns})
        elif match.how == "values":
            values = {"column": shown(match.column.name), "samples": ", ".join(match.column.samples)}
            yield Issue(kind="column-by-values", field=match.field, values=values)


def about_left_out(matches: Sequence[Match], layer: Layer) -> Iterator[Issue]:
    """Name once the columns that are not used: measures of programs, and what no field is known for."""
    rivals = {name for match in matches for name in match.rivals}
    names = [
        match.column.name
        for match in matches
        if not (match.field or match.choices or match.column.name in rivals or own_field(match.column.name, layer))
    ]
    measures = [name for name in names if is_computed(name)]
    unknown = [name for name in names if not (is_computed(name) or is_global_id(name) or is_unit_column(name))]
    yield from _told("measures-left-out", [shown(name) for name in measures])
    if unknown:
        yield Issue(kind="properties-unknown", values={"names": ", ".join(map(shown, sorted(unknown)[:NAMED_COUNT]))})


def about_answers(answers: Answers, layer: Layer, names: Iterable[str]) -> Iterator[Issue]:
    """Ask again where an answer names a field that the layer does not have, and tell of columns that are not there.

    Parameters
    ----------
    names
        Of the file's columns.
    """
    held = frozenset(names)
    yield from _told("answered-columns-absent", [shown(name) for name in answers.columns if held and name not in held])
    said = {*(field for field in answers.columns.values() if field), *answers.constants, *answers.codes}
    if unknown := sorted(said - targets(layer)):
        yield Issue(kind="answer-unknown", values={"names": ", ".join(map(shown, unknown[:NAMED_COUNT]))})


def missing_fields(layer: Layer, filled: Iterable[str]) -> list[Field]:
    """Give the required fields that nothing in the file fills."""
    held = frozenset(filled)
    return [one for one in layer.fields if one.is_required and one.name not in held]


def about_missing(fields: Iterable[Field], candidates: Sequence[str] = ()) -> Iterator[Issue]:
    """Ask once for what the whole file lacks.

    Parameters
    ----------
    candidates
        Columns that may hold the codes.
    """
    for one in fields:
        if one.name == "code" and candidates:
            columns = ", ".join(f"“{shown(name)}”" for name in candidates[:NAMED_COUNT])
            yield Issue(kind="codes-perhaps", field=one.name, values={"columns": columns})
        else:
            kind = "date-column-missing" if one.kind is Kind.DATE else "column-missing"
            yield Issue(kind=MISSING.get(one.name, kind), field=one.name, values={})


def perhaps_codes(matches: Iterable[Match], count: int) -> list[str]:
    """Give the columns of short words, another in each of so many features, that nothing else is known of."""
    return [match.column.name for match in matches if match.how is None and _tell_apart(match.column, count)]


def _tell_apart(column: Column, count: int) -> bool:
    """Say whether the values of a column could be codes."""
    is_each_its_own = 1 < count == len(column.values) == len(column.texts)
    is_short = all(len(text) <= CODE_LENGTH for text in column.texts)
    return is_each_its_own and is_short and not (is_bookkeeping(column.name) or are_dates(column.values))


def lacks_outlines(sample: Part, layer: Layer, filled: Iterable[str]) -> bool:
    """Say whether the file draws nothing, states areas, and does not say that there is nothing to draw."""
    held = frozenset(filled)
    is_undrawn = bool(shapely.is_missing(sample.outlines).all()) and not sample.faults
    return layer.is_geometry_required and is_undrawn and "area_reported_m2" in held and "geometry_source" not in held


def _pairs(matches: Iterable[Match]) -> list[str]:
    return [f"{shown(match.column.name)} → {match.field}" for match in matches]


def _told(kind: str, columns: Sequence[str]) -> Iterator[Issue]:
    if columns:
        yield Issue(kind=kind, values={"columns": ", ".join(columns[:NAMED_COUNT])})
