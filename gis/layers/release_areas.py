"""Release areas: the product of land release, on which every figure of progress rests."""

from gis.codelists import (
    Asset,
    Basis,
    ContaminationType,
    DatePrecision,
    GeometrySource,
    Purpose,
    QcState,
    ReleaseMethod,
    Visibility,
)
from gis.layers.layer import Field, Kind, Layer, Shape
from gis.layers.shared import (
    CLOSING,
    CODE,
    DISTRICT,
    HAZARDOUS_AREAS,
    ORGANISATION,
    REPORTED_BY,
    TASK,
    visibility,
)


def _disposed(name: str, en: str, az: str) -> Field:
    """Give the convenience field that counts one category of disposed items."""
    return Field(name=name, kind=Kind.INTEGER, minimum=0, maximum=1_000_000, en=en, az=az)


LAYER = Layer(
    name="release_areas",
    singular="release_area",
    en="Released areas",
    az="Buraxılmış ərazilər",
    shapes=frozenset({Shape.POLYGON}),
    is_geometry_required=True,
    dated_by=("effective_date",),
    fields=(
        CODE,
        Field(
            name="release_method",
            kind=Kind.CODE,
            codelist=ReleaseMethod,
            is_required=True,
            en="How the land was released",
            az="Ərazinin buraxılma üsulu",
        ),
        Field(
            name="effective_date",
            kind=Kind.DATE,
            is_required=True,
            en="Last day of work, or day of the decision to cancel",
            az="Son iş günü və ya ləğvetmə qərarının günü",
        ),
        Field(
            name="date_precision",
            kind=Kind.CODE,
            codelist=DatePrecision,
            default=DatePrecision.EXACT.value,
            en="Whether the date is the day of work or of the report",
            az="Tarixin iş gününü, yoxsa hesabat gününü göstərməsi",
        ),
        Field(
            name="basis",
            kind=Kind.CODE,
            codelist=Basis,
            default=Basis.OPERATIONAL.value,
            en="Reported work or accepted completion",
            az="Bildirilmiş iş və ya qəbul edilmiş yekun",
        ),
        TASK,
        HAZARDOUS_AREAS,
        ORGANISATION,
        REPORTED_BY,
        DISTRICT,
        Field(
            name="target_types",
            kind=Kind.CODES,
            codelist=ContaminationType,
            en="What was searched for; left out means everything",
            az="Nə axtarılıb; boşdursa, hər şey",
        ),
        Field(name="asset", kind=Kind.CODES, codelist=Asset, en="Means used", az="İstifadə olunan vasitələr"),
        Field(
            name="depth_cleared_cm",
            kind=Kind.INTEGER,
            minimum=0,
            maximum=1_000,
            en="Depth searched, in centimetres",
            az="Yoxlanılan dərinlik, santimetr",
        ),
        Field(
            name="criteria", kind=Kind.TEXT, en="Why it could be cancelled or reduced", az="Ləğv və ya ixtisarın əsası"
        ),
        Field(name="work_date_from", kind=Kind.DATE, en="First day of work", az="İlk iş günü"),
        Field(name="completed_on", kind=Kind.DATE, en="Day of completion", az="Tamamlanma günü"),
        Field(name="accepted_on", kind=Kind.DATE, en="Day of acceptance", az="Qəbul günü"),
        Field(name="handed_over_on", kind=Kind.DATE, en="Day of handover", az="Təhvil günü"),
        Field(
            name="area_reported_m2",
            kind=Kind.NUMBER,
            en="Area as reported, in square metres",
            az="Hesabatda göstərilən sahə, kvadratmetr",
        ),
        Field(
            name="processed_m2",
            kind=Kind.NUMBER,
            minimum=0,
            en="Gross work in square metres, every pass counted",
            az="Bütün keçidlər sayılmaqla işlənmiş sahə, kvadratmetr",
        ),
        Field(name="passes", kind=Kind.INTEGER, minimum=1, maximum=100, en="Number of passes", az="Keçidlərin sayı"),
        Field(name="purpose", kind=Kind.CODE, codelist=Purpose, en="What the land is for", az="Torpağın təyinatı"),
        Field(
            name="geometry_source",
            kind=Kind.CODE,
            codelist=GeometrySource,
            en="Where the outline comes from; `none` when there is no outline",
            az="Sərhədin mənbəyi; sərhəd yoxdursa `none`",
        ),
        Field(
            name="qc_state",
            kind=Kind.CODE,
            codelist=QcState,
            default=QcState.NOT_INSPECTED.value,
            en="What quality control found",
            az="Keyfiyyətə nəzarətin nəticəsi",
        ),
        _disposed("ap_mine", "Anti-personnel mines disposed of", "Zərərsizləşdirilmiş piyada əleyhinə minalar"),
        _disposed("av_mine", "Anti-vehicle mines disposed of", "Zərərsizləşdirilmiş tank əleyhinə minalar"),
        _disposed("submunition", "Submunitions disposed of", "Zərərsizləşdirilmiş kaset döyüş elementləri"),
        _disposed("uxo", "Other UXO disposed of", "Zərərsizləşdirilmiş PHS"),
        _disposed("axo", "Abandoned ordnance disposed of", "Zərərsizləşdirilmiş tərk edilmiş sursat"),
        _disposed("ied", "Improvised devices disposed of", "Zərərsizləşdirilmiş əldəqayırma qurğular"),
        visibility(Visibility.PUBLIC),
        *CLOSING,
    ),
)
