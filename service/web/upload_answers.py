"""What a person answers on the page of an upload, from the form that the page sends."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from gis.mapping import Answers, Repairs, Understood
from gis.repairs import REPAIRS
from service.problems import WrongParameter

SINGLE = ("decimal", "date_order", "same_code", "bearing_reference")
"""Answers of one word, sent under their own names."""

OTHER = "other"
"""Stands for a coordinate system that is not among the candidates: its number is in a field of its own."""


def answers_of(form: FormData, *, before: Answers, understood: Understood) -> Answers:
    """Give what a person says of a file: what was said before, with what the form changes.

    Parameters
    ----------
    form
        Of the upload's page: columns by their place in `understood`, constants by their field, codes in three lists.
    understood
        How the file was read; only what differs from it is an answer.

    Raises
    ------
    WrongParameter
        If an answer has no meaning, like a coordinate system that is not a number.
    """
    layer = _text(form, "source_layer")
    if layer and layer != understood.source_layer:
        before, understood = Answers(crs=before.crs), Understood(format=understood.format)  # other columns, other codes
    said = before.model_dump() | dict(_said(form, before, understood)) | ({"source_layer": layer} if layer else {})
    try:
        return Answers.model_validate(said)
    except ValidationError as error:
        names = ", ".join(sorted({str(wrong["loc"][0]) for wrong in error.errors()}))
        raise WrongParameter(
            f"These answers cannot be understood: {names}. Nothing was stored. Correct them and read the file again.",
            f"Bu cavablar anlaşılmadı: {names}. Heç nə saxlanılmadı. Onları düzəldib faylı yenidən oxudun.",
        ) from error


def _said(form: FormData, before: Answers, understood: Understood) -> Iterator[tuple[str, Any]]:
    yield from ((name, _text(form, name)) for name in SINGLE if _text(form, name))
    if declination := _text(form, "declination_deg"):
        yield "declination_deg", declination.replace(",", ".")
    if crs := _crs(form):
        yield "crs", crs
    if "derive_code" in form.getlist("asked"):
        yield "derive_code", "derive_code" in form
    yield "repairs", _repairs(form, before.repairs)
    yield "columns", _columns(form, before, understood)
    yield "units", _units(form, before, understood)
    yield "constants", _constants(form, before)
    yield "codes", _codes(form, before)


def _crs(form: FormData) -> str | None:
    chosen = _text(form, "crs")
    number = _text(form, "crs_number").upper().removeprefix("EPSG:").strip()
    return f"EPSG:{number}" if number and chosen in {"", OTHER} else chosen.replace(OTHER, "")


def _columns(form: FormData, before: Answers, understood: Understood) -> dict[str, str | None]:
    columns = dict(before.columns)
    for place, column in enumerate(understood.columns):
        name = f"column-{place}"
        if name in form and (column.name in columns or _text(form, name) != (column.field or "")):
            columns[column.name] = _text(form, name) or None
    return columns


def _units(form: FormData, before: Answers, understood: Understood) -> dict[str, Any]:
    units: dict[str, Any] = dict(before.units)
    for place, column in enumerate(understood.columns):
        unit = _text(form, f"unit-{place}")
        if unit and (column.name in units or unit != column.unit):
            units[column.name] = unit
    return units


def _constants(form: FormData, before: Answers) -> dict[str, Any]:
    """Give one value for the whole file by field; one that was emptied is taken back."""
    prefix = "constant-"
    said = {name.removeprefix(prefix): _text(form, name) for name in form if name.startswith(prefix)}
    if _text(form, "constant_field"):
        said[_text(form, "constant_field")] = _text(form, "constant_value")
    return {field: value for field, value in (before.constants | said).items() if value != ""}


def _codes(form: FormData, before: Answers) -> dict[str, dict[str, str]]:
    """Give our code by field and the file's code; one that was emptied is taken back."""
    codes = {field: dict(by_code) for field, by_code in before.codes.items()}
    lists = (map(str, form.getlist(name)) for name in ("code_field", "code_from", "code_to"))
    for field, theirs, ours in zip(*lists, strict=False):
        codes.setdefault(field, {})[theirs] = ours.strip()
    said = {field: {theirs: ours for theirs, ours in by_code.items() if ours} for field, by_code in codes.items()}
    return {field: by_code for field, by_code in said.items() if by_code}


def _repairs(form: FormData, before: Repairs) -> dict[str, Any]:
    """Give the repairs that are chosen: those that were shown as the form has them, the others as before."""
    shown = {str(name) for name in form.getlist("repair_asked")}
    kinds = (before.kinds - shown) | {str(name) for name in form.getlist("repair_kind")}
    said = list(_single_repairs(form))
    again = {index for index, _, _ in said}
    features = {index: made for index, made in before.features.items() if index not in again}
    for index, kind, choice in said:
        made = features.get(index, kinds)
        if choice:
            features[index] = made | {kind} if choice == "make" else made - {kind}
    return {"safe": before.safe, "kinds": kinds, "features": features}


def _single_repairs(form: FormData) -> Iterator[tuple[int, str, str]]:
    """Give what is said of single features: position, kind of repair, `make`, `leave` or nothing."""
    for kind in REPAIRS:
        prefix = f"repair-{kind}-"
        for name in form:
            index = name.removeprefix(prefix)
            if name.startswith(prefix) and index.isdigit():
                yield int(index), kind, _text(form, name)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""
