"""What becomes of matched columns: conversions, constants, wide rows and codes, and what is asked on the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gis.answers import Answers, AreaUnit
from gis.files.source import Part
from gis.issues import Issue
from gis.layers import Kind, Layer
from gis.mapping.aliases import WIDE
from gis.mapping.coded import coded
from gis.mapping.conversion import Conversion
from gis.mapping.days import days
from gis.mapping.figures import figures
from gis.mapping.headings import is_global_id, is_unit_column, own_field, targets
from gis.mapping.matching import Match
from gis.mapping.meaning import Known
from gis.mapping.plan import ColumnPlan, Plan
from gis.mapping.questions import about_missing, lacks_outlines, missing_fields, perhaps_codes
from gis.mapping.units import is_area, unit_of
from gis.values import shown

NUMBERS: Final = frozenset({Kind.INTEGER, Kind.NUMBER})
CODED: Final = frozenset({Kind.CODE, Kind.CODES, Kind.LINK, Kind.LINKS})
MALFORMED: Final = frozenset({"feature-malformed", "collection-nested"})


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is said and known about a file's columns.

    Attributes
    ----------
    answers
        With what was saved of such files.
    """

    answers: Answers
    known: Known


def settled(matches: Sequence[Match], layer: Layer, answers: Answers) -> list[Match]:
    """Give the matches that can hold together.

    Fields that the layer does not have are left out. Square metres by method stand for releases only where no other
    column says the method; where one does, a single such column is the reported area.
    """
    known = targets(layer)
    matches = [match if match.field in known else replace(match, field=None) for match in matches]
    fields = {match.field for match in matches} | set(answers.constants)
    wide = [match.column.name for match in matches if match.field in WIDE]
    if not wide:
        return matches
    is_told = "release_method" in fields
    taken = "area_reported_m2" if is_told and len(wide) == 1 and "area_reported_m2" not in fields else None
    dropped = set(WIDE) if is_told else {"area_reported_m2"}
    return [replace(match, field=taken if is_told else None) if match.field in dropped else match for match in matches]


def planned(matches: Sequence[Match], sample: Part, layer: Layer, *, told: Told) -> tuple[Plan, list[Issue]]:
    """Say what becomes of the columns of a file, and what has to be told or asked."""
    columns = _columns(matches, layer, told)
    asked, questions = _asked(columns, sample, layer, answers=told.answers, matches=matches)
    wide = tuple(one.target for one in columns if one.target in WIDE)
    plan = Plan(
        layer=layer,
        names=frozenset(match.column.name for match in matches),
        columns=columns,
        constants={name: value for name, value in told.answers.constants.items() if name in layer.fields_by_name},
        wide=() if any(one.conversion.is_asked for one in columns if one.target in WIDE) else wide,
        is_coded=told.answers.derive_code,
        global_id=next((match.column.name for match in matches if _identifies(match)), None),
        asked=asked,
    )
    if _needs_source(plan, sample, told.answers):
        plan = replace(plan, asked=plan.asked | {"geometry_source"})
        questions.append(Issue(kind="outlines-missing", field="geometry_source", values={}))
    issues = [issue for one in columns for issue in one.conversion.issues]
    return plan, [*questions, *issues, *_about_rows(plan, sample)]


def _columns(matches: Sequence[Match], layer: Layer, told: Told) -> tuple[ColumnPlan, ...]:
    unit_column = next((m.column.name for m in matches if not m.field and is_unit_column(m.column.name)), None)
    return tuple(
        ColumnPlan(
            name=match.column.name,
            target=match.column.name if own_field(match.column.name, layer) == match.field else match.field,
            conversion=_conversion(match, layer, told=told, unit_column=unit_column),
        )
        for match in matches
        if match.field
    )


def _conversion(match: Match, layer: Layer, *, told: Told, unit_column: str | None) -> Conversion:
    """Say what is made of a column's values, going by the kind of its field."""
    name, column = match.field or "", match.column
    one = layer.fields_by_name.get(name)
    if one is None or one.kind in NUMBERS:
        unit = _unit(match, told.answers)
        return figures(column, name, unit=unit, unit_column=unit_column, decimal=told.answers.decimal)
    if one.kind is Kind.DATE:
        return days(column, name, told.answers.date_order)
    if one.kind in CODED:
        said = told.answers.codes.get(name, {})
        return coded(column, one, said=said, known=told.known)
    return Conversion()


def _unit(match: Match, answers: Answers) -> str | None:
    """Give the unit of a column, as a person says, as its heading says, or as its field has it."""
    name = match.field or ""
    if not is_area(name):
        return unit_of(name, match.column.name)
    said = answers.units.get(match.column.name) or unit_of(name, match.column.name)
    return said or (AreaUnit.M2 if match.how == "name" else None)


def _asked(
    columns: Sequence[ColumnPlan], sample: Part, layer: Layer, *, answers: Answers, matches: Sequence[Match]
) -> tuple[frozenset[str], list[Issue]]:
    """Give the fields that the file as a whole is asked for, and the questions that are not those of one column.

    Where a column may be one of several fields it is asked which, and nothing more of these fields.
    """
    filled = _filled(columns, layer, answers)
    if answers.derive_code:
        filled.add("code")
    missing = missing_fields(layer, filled) if _has_features(sample) else []
    open_fields = frozenset(name for match in matches for name in match.choices)
    unnamed = [one for one in missing if one.name not in open_fields]
    questions = list(about_missing(unnamed, perhaps_codes(matches, len(sample)) if unnamed else []))
    asked = {one.name for one in missing} | {one.target for one in columns if one.conversion.is_asked}
    if asked & set(WIDE):
        asked |= {"release_method", "area_reported_m2", "geometry_source"}
    return frozenset(asked), questions


def _filled(columns: Sequence[ColumnPlan], layer: Layer, answers: Answers) -> set[str]:
    """Give the fields that columns or answers fill."""
    filled = {own_field(one.target, layer) or one.target for one in columns} | set(answers.constants)
    return filled | {"release_method", "area_reported_m2"} if filled & set(WIDE) else filled


def _needs_source(plan: Plan, sample: Part, answers: Answers) -> bool:
    """Say whether it has to be asked why nothing is drawn: rows split by number say so themselves."""
    if "geometry_source" in plan.asked or not _has_features(sample):
        return False
    if not lacks_outlines(sample, plan.layer, _filled(plan.columns, plan.layer, answers)):
        return False
    if not plan.wide:
        return True
    return any(one.get("geometry_source") is None for one in plan.applied(sample, sample.first).fields or ())


def _has_features(sample: Part) -> bool:
    """Say whether a part holds anything that is a feature at all."""
    malformed = {position for position, fault in sample.faults if fault.kind in MALFORMED}
    return len(malformed) < len(sample)


def _identifies(match: Match) -> bool:
    return match.field is None and is_global_id(match.column.name)


def _about_rows(plan: Plan, sample: Part) -> Iterator[Issue]:
    """Tell of codes that are made, and of rows that become several releases."""
    codes = next((one.name for one in plan.columns if one.target == "code"), None)
    if plan.is_coded and any(codes is None or not one.get(codes) for one in sample.properties):
        yield Issue(kind="codes-derived", field="code", values={})
    if not plan.wide:
        return
    columns = ", ".join(f"“{shown(column)}”" for column in plan.wide_columns)
    yield Issue(kind="wide-rows-read", values={"columns": columns})
    applied = plan.applied(sample, sample.first)
    rows = zip(applied.rows or (), applied.fields or (), strict=True)
    split = [(row, one) for row, one in rows if one.get("is_split_by_number")]
    if split:
        row_count, code = len({row for row, _ in split}), shown(split[0][1].get("code"))
        yield Issue(kind="wide-rows-split", values={"row_count": row_count, "code": code})
