"""Organisations: who does the work."""

from gis.codelists import OrganisationType, Visibility
from gis.layers.layer import Field, Kind, Layer
from gis.layers.shared import CLOSING, CODE, visibility

LAYER = Layer(
    name="organisations",
    singular="organisation",
    en="Organisations",
    az="Təşkilatlar",
    fields=(
        CODE,
        Field(
            name="type",
            kind=Kind.CODE,
            codelist=OrganisationType,
            is_required=True,
            en="Kind of organisation",
            az="Təşkilatın növü",
        ),
        Field(name="name_en", kind=Kind.TEXT, is_required=True, en="Name in English", az="İngiliscə adı"),
        Field(name="name_az", kind=Kind.TEXT, en="Name in Azerbaijani", az="Azərbaycanca adı"),
        Field(
            name="mandated_by_law",
            kind=Kind.BOOLEAN,
            default=False,
            en="Whether the law mandates it, so that it needs no accreditation",
            az="Qanunla səlahiyyətlidir və akkreditasiya tələb olunmur",
        ),
        Field(name="valid_from", kind=Kind.DATE, en="First day", az="İlk gün"),
        Field(name="valid_to", kind=Kind.DATE, en="Last day", az="Son gün"),
        Field(
            name="successor_code",
            kind=Kind.LINK,
            layer="organisations",
            en="Code of the organisation that took over",
            az="Hüquqi varisin kodu",
        ),
        visibility(Visibility.PUBLIC),
        *CLOSING,
    ),
)
