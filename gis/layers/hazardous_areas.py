"""Hazardous areas: ground where explosive ordnance is suspected or confirmed."""

from gis.codelists import (
    CloseReason,
    ContaminationType,
    EvidenceSummary,
    GeometrySource,
    HazardClass,
    HazardOrigin,
    HazardStatus,
    Visibility,
)
from gis.layers.layer import Field, Kind, Layer, Shape
from gis.layers.shared import CLOSING, CODE, DISTRICT, ORGANISATION, PRIORITY, REPORTED_BY, visibility

LAYER = Layer(
    name="hazardous_areas",
    singular="hazardous_area",
    en="Hazardous areas",
    az="Təhlükəli ərazilər",
    shapes=frozenset({Shape.POLYGON}),
    is_geometry_required=True,
    dated_by=("identified_on",),
    fields=(
        CODE,
        Field(name="name", kind=Kind.TEXT, en="Name of the place", az="Yerin adı"),
        Field(
            name="classification",
            kind=Kind.CODE,
            codelist=HazardClass,
            is_required=True,
            en="Suspected or confirmed",
            az="Şübhəli və ya təsdiqlənmiş",
        ),
        Field(
            name="contamination_types",
            kind=Kind.CODES,
            codelist=ContaminationType,
            is_required=True,
            en="What may lie in the ground",
            az="Torpaqda ola bilən sursat növləri",
        ),
        Field(name="identified_on", kind=Kind.DATE, is_required=True, en="Day of identification", az="Aşkarlanma günü"),
        Field(
            name="status",
            kind=Kind.CODE,
            codelist=HazardStatus,
            default=HazardStatus.OPEN.value,
            en="Where it stands",
            az="Vəziyyəti",
        ),
        Field(
            name="status_changed_on",
            kind=Kind.DATE,
            en="Day of the last change of status",
            az="Vəziyyətin dəyişdiyi gün",
        ),
        Field(name="close_reason", kind=Kind.CODE, codelist=CloseReason, en="Why it was closed", az="Bağlanma səbəbi"),
        Field(
            name="evidence_summary",
            kind=Kind.CODE,
            codelist=EvidenceSummary,
            en="Kind of evidence",
            az="Sübutun növü",
        ),
        Field(
            name="valid_from",
            kind=Kind.DATE,
            en="Day from which a changed outline holds; without it the change corrects the past",
            az="Dəyişmiş sərhədin qüvvəyə mindiyi gün; yoxdursa, dəyişiklik keçmişi düzəldir",
        ),
        Field(
            name="parent_codes",
            kind=Kind.LINKS,
            layer="hazardous_areas",
            en="Codes of the areas it came from",
            az="Yarandığı ərazilərin kodları",
        ),
        Field(
            name="origin", kind=Kind.CODE, codelist=HazardOrigin, en="How it came to be recorded", az="Qeydin yaranması"
        ),
        Field(
            name="reopens_released",
            kind=Kind.BOOLEAN,
            en="Whether ground released before is contaminated again; left out: not asked, and not so",
            az="Əvvəl buraxılmış torpaq yenidən çirklənmiş sayılırmı; yoxdursa, soruşulmayıb və sayılmır",
        ),
        Field(
            name="area_reported_m2",
            kind=Kind.NUMBER,
            en="Area as reported, in square metres",
            az="Hesabatda göstərilən sahə, kvadratmetr",
        ),
        DISTRICT,
        ORGANISATION,
        REPORTED_BY,
        *PRIORITY,
        Field(
            name="geometry_source",
            kind=Kind.CODE,
            codelist=GeometrySource,
            en="Where the outline comes from",
            az="Sərhədin mənbəyi",
        ),
        Field(
            name="accuracy_m",
            kind=Kind.NUMBER,
            minimum=0,
            maximum=10_000,
            en="Accuracy of the outline in metres",
            az="Sərhədin dəqiqliyi, metr",
        ),
        visibility(Visibility.INTERNAL),
        *CLOSING,
    ),
)
