"""Explosive ordnance items: what was found and what became of it."""

from gis.codelists import DisposalState, EoCategory, Visibility
from gis.layers.layer import Field, Kind, Layer, Shape
from gis.layers.shared import CLOSING, CODE, DISTRICT, ORGANISATION, TASK, visibility

LAYER = Layer(
    name="eo_items",
    singular="eo_item",
    en="Explosive items",
    az="Partlayıcı sursatlar",
    shapes=frozenset({Shape.POINT}),
    dated_by=("found_on",),
    fields=(
        CODE,
        Field(
            name="eo_category",
            kind=Kind.CODE,
            codelist=EoCategory,
            is_required=True,
            en="What it is",
            az="Növü",
        ),
        Field(
            name="quantity",
            kind=Kind.INTEGER,
            is_required=True,
            maximum=1_000_000,
            en="How many",
            az="Sayı",
        ),
        Field(name="found_on", kind=Kind.DATE, is_required=True, en="Day of the find", az="Aşkarlanma günü"),
        Field(
            name="disposal_state",
            kind=Kind.CODE,
            codelist=DisposalState,
            default=DisposalState.FOUND.value,
            en="What became of it",
            az="Aqibəti",
        ),
        Field(name="disposed_on", kind=Kind.DATE, en="Day of disposal", az="Zərərsizləşdirilmə günü"),
        Field(name="disposal_method", kind=Kind.TEXT, en="How it was disposed of", az="Zərərsizləşdirmə üsulu"),
        Field(name="model", kind=Kind.TEXT, en="Model", az="Modeli"),
        Field(
            name="depth_cm",
            kind=Kind.INTEGER,
            minimum=0,
            maximum=1_000,
            en="Depth in centimetres",
            az="Dərinlik, santimetr",
        ),
        Field(
            name="is_hazardous",
            kind=Kind.BOOLEAN,
            default=True,
            en="Whether it counts as explosive ordnance; scrap does not",
            az="Partlayıcı sursat sayılırmı; metal qırıntısı sayılmır",
        ),
        TASK,
        Field(
            name="release_area_code",
            kind=Kind.LINK,
            layer="release_areas",
            en="Code of the released area in which it was found",
            az="Aşkarlandığı buraxılmış ərazinin kodu",
        ),
        ORGANISATION,
        DISTRICT,
        visibility(Visibility.INTERNAL),
        *CLOSING,
    ),
)
