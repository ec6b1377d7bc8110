"""Districts: the administrative units that figures are given by."""

from gis.codelists import DistrictType, Visibility
from gis.layers.layer import Field, Kind, Layer, Shape
from gis.layers.shared import CLOSING, CODE, visibility

LAYER = Layer(
    name="districts",
    singular="district",
    en="Districts",
    az="Rayonlar",
    shapes=frozenset({Shape.POLYGON}),
    fields=(
        CODE,
        Field(name="name_az", kind=Kind.TEXT, is_required=True, en="Name in Azerbaijani", az="Azərbaycanca adı"),
        Field(name="name_en", kind=Kind.TEXT, is_required=True, en="Name in English", az="İngiliscə adı"),
        Field(name="name_ru", kind=Kind.TEXT, en="Name in Russian", az="Rusca adı"),
        Field(name="aliases", kind=Kind.TEXTS, en="Other spellings", az="Digər yazılışları"),
        Field(name="iso_3166_2", kind=Kind.TEXT, en="ISO 3166-2 code, if it has one", az="Varsa, ISO 3166-2 kodu"),
        Field(name="district_type", kind=Kind.CODE, codelist=DistrictType, en="Kind of unit", az="Vahidin növü"),
        Field(name="region_en", kind=Kind.TEXT, en="Economic region in English", az="İqtisadi rayonun ingiliscə adı"),
        Field(name="region_az", kind=Kind.TEXT, en="Economic region in Azerbaijani", az="İqtisadi rayon"),
        Field(name="valid_from", kind=Kind.DATE, en="First day of the unit", az="Vahidin ilk günü"),
        Field(name="valid_to", kind=Kind.DATE, en="Last day of the unit", az="Vahidin son günü"),
        Field(name="boundary_source", kind=Kind.TEXT, en="Source of the boundary", az="Sərhədin mənbəyi"),
        Field(name="boundary_on", kind=Kind.DATE, en="Date of the boundary", az="Sərhədin tarixi"),
        Field(
            name="is_authoritative",
            kind=Kind.BOOLEAN,
            default=False,
            en="Whether the boundary decides over a stated district",
            az="Sərhədin göstərilən rayondan üstün olub-olmaması",
        ),
        visibility(Visibility.PUBLIC),
        *CLOSING,
    ),
)
