"""Every coded value: its code, what it is called in English and in Azerbaijani.

From a member come the enum in the API schema, the row of the lookup table that columns point at, and the word in
form, legend and report. Codes are stored for ever: they are never renamed and never reused.

Azerbaijani terms are our best effort and wait for a native reviewer, but for those seen in official sources.
"""

from enum import StrEnum
from typing import Literal, Self

Language = Literal["en", "az"]


class Codelist(StrEnum):
    """A closed list of codes whose members carry their labels."""

    en: str
    az: str

    def __new__(cls, code: str, en: str = "", az: str = "") -> Self:
        """Make a member from its code and its two labels; `ReleaseMethod(code)` looks one up and needs no labels."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.en = en
        member.az = az
        return member

    def label(self, language: Language) -> str:
        """Give the member's name in a language."""
        return self.az if language == "az" else self.en


class HazardClass(Codelist):
    """How sure it is that an area is hazardous (IMAS 08.10)."""

    INDICATION = "indication", "Indication", "İlkin məlumat"
    SHA = "sha", "Suspected hazardous area", "Şübhəli təhlükəli ərazi"
    CHA = "cha", "Confirmed hazardous area", "Təsdiqlənmiş təhlükəli ərazi"


class HazardStatus(Codelist):
    """Where a hazardous area stands in its life."""

    DRAFT = "draft", "Draft", "Qaralama"
    OPEN = "open", "Open", "Açıq"
    WORKED_ON = "worked_on", "Worked on", "İş aparılır"
    SUSPENDED = "suspended", "Suspended", "Dayandırılıb"
    CLOSED = "closed", "Closed", "Bağlanıb"


class CloseReason(Codelist):
    """Why a hazardous area was closed."""

    ALL_CANCELLED = "all_cancelled", "All cancelled", "Tam ləğv edilib"
    ALL_REDUCED = "all_reduced", "All reduced", "Tam ixtisar olunub"
    ALL_CLEARED = "all_cleared", "All cleared", "Tam təmizlənib"
    MIXED_RELEASE = "mixed_release", "Released by several methods", "Qarışıq üsulla buraxılıb"
    UPGRADED = "upgraded", "Replaced by a confirmed area", "Təsdiqlənmiş ərazi ilə əvəz edilib"
    SPLIT = "split", "Split", "Bölünüb"
    MERGED = "merged", "Merged", "Birləşdirilib"
    DUPLICATE = "duplicate", "Duplicate", "Təkrar qeyd"
    DATA_ERROR = "data_error", "Data error", "Məlumat xətası"


class HazardOrigin(Codelist):
    """How a hazardous area came to be recorded."""

    NEW = "new", "Newly identified", "Yeni aşkarlanıb"
    ENLARGED = "enlarged", "Enlarged", "Genişləndirilib"
    SPLIT = "split", "Split from another", "Bölünmədən yaranıb"
    MERGE = "merge", "Merged from others", "Birləşmədən yaranıb"
    UPGRADE = "upgrade", "Upgraded from suspected", "Şübhəli ərazidən təsdiqlənib"
    RECONTAMINATED = "recontaminated", "Contaminated again", "Yenidən çirklənib"


class ReleaseMethod(Codelist):
    """How land was released (IMAS 07.11)."""

    CLEARED = "cleared", "Cleared", "Təmizlənib"
    REDUCED = "reduced", "Reduced (TS)", "İxtisar olunub (texniki tədqiqat)"
    CANCELLED = "cancelled", "Cancelled (NTS)", "Ləğv edilib (qeyri-texniki tədqiqat)"
    UNDETERMINED = "undetermined", "Method not recorded", "Üsulu qeyd edilməyib"


class Basis(Codelist):
    """Whether a release is reported work or accepted completion."""

    OPERATIONAL = "operational", "Operational", "Əməliyyat"
    CERTIFIED = "certified", "Certified", "Təsdiq edilmiş"


class Account(Codelist):
    """The set of releases that a figure counts; the two are never added together."""

    OPERATIONAL = "operational", "Operational account", "Əməliyyat hesabı"
    CERTIFIED = "certified", "Certified account", "Təsdiq edilmiş hesab"


class LedgerCause(Codelist):
    """Why ground passed from one state of the ledger to another."""

    IDENTIFIED = "identified", "Newly identified", "Yeni aşkarlanıb"
    REDRAWN = "redrawn", "Redrawn", "Yenidən çəkilib"
    RELEASED = "released", "Released", "Buraxılıb"
    PARTLY_RELEASED = "partly_released", "Partly released", "Qismən buraxılıb"
    RELEASED_OUTSIDE = (
        "released_outside",
        "Released outside recorded hazard",
        "Qeydə alınmış təhlükədən kənarda buraxılıb",
    )
    BOOKED_OFF = "booked_off", "Boundary difference at closing", "Bağlanarkən sərhəd fərqi"


class ContaminationType(Codelist):
    """What may lie in the ground; a record holds a set of these."""

    AP_MINE = "ap_mine", "Anti-personnel mines", "Piyada əleyhinə minalar"
    AV_MINE = "av_mine", "Anti-vehicle mines", "Tank əleyhinə minalar"
    IMPROVISED = "improvised", "Improvised devices", "Əldəqayırma qurğular"
    CMR = "cmr", "Cluster munition remnants", "Kaset sursatı qalıqları"
    ERW = "erw", "Other explosive remnants", "Digər partlayıcı qalıqlar"
    UNKNOWN = "unknown", "Unknown", "Naməlum"


class ContaminationClass(Codelist):
    """The one class that a set of contamination types maps to."""

    AP_MINES = "ap_mines", "AP mines only", "Yalnız piyada əleyhinə minalar"
    AV_MINES = "av_mines", "AV mines only", "Yalnız tank əleyhinə minalar"
    AP_AND_AV = "ap_and_av", "AP and AV mines", "Piyada və tank əleyhinə minalar"
    CMR = "cmr", "Cluster remnants", "Kaset sursatı qalıqları"
    MINES_AND_CMR = "mines_and_cmr", "Mines and cluster remnants", "Minalar və kaset sursatı qalıqları"
    OTHER_ERW = "other_erw", "Other ERW only", "Digər partlayıcı qalıqlar"
    MINES_AND_ERW = "mines_and_erw", "Mines and other ERW", "Minalar və digər partlayıcı qalıqlar"
    IMPROVISED = "improvised", "Improvised devices", "Əldəqayırma qurğular"
    MIXED_UNSPECIFIED = "mixed_unspecified", "Mixed or not specified", "Qarışıq və ya göstərilməyib"


class EoCategory(Codelist):
    """What an explosive item is."""

    AP_MINE = "ap_mine", "Anti-personnel mine", "Piyada əleyhinə mina"
    AV_MINE = "av_mine", "Anti-vehicle mine", "Tank əleyhinə mina"
    AP_IMPROVISED = "ap_improvised", "Improvised AP mine", "Əldəqayırma piyada əleyhinə mina"
    SUBMUNITION = "submunition", "Submunition", "Kaset döyüş elementi"
    UXO = "uxo", "Other UXO", "PHS"
    AXO = "axo", "Abandoned ordnance", "Tərk edilmiş partlayıcı sursat"
    IED = "ied", "Improvised explosive device", "Əldəqayırma partlayıcı qurğu"
    BOOBY_TRAP = "booby_trap", "Booby-trap", "Mina-tələ"
    FUZE = "fuze", "Fuze", "Partladıcı"
    SAA = "saa", "Small arms ammunition", "Atıcı silah sursatı"
    SCRAP = "scrap", "Non-hazardous scrap", "Təhlükəsiz metal qırıntısı"


class DisposalState(Codelist):
    """What became of an item."""

    FOUND = "found", "Found", "Aşkarlanıb"
    DESTROYED_IN_SITU = "destroyed_in_situ", "Destroyed in situ", "Yerində məhv edilib"
    NEUTRALISED = "neutralised", "Neutralised", "Zərərsizləşdirilib"
    REMOVED = "removed", "Removed", "Çıxarılıb"
    AWAITING = "awaiting", "Awaiting disposal", "Gözləyir"


DISPOSED = frozenset({DisposalState.DESTROYED_IN_SITU, DisposalState.NEUTRALISED, DisposalState.REMOVED})
"""What is no danger any more."""


class ActivityType(Codelist):
    """What kind of work a task is."""

    NTS = "nts", "Non-technical survey", "Qeyri-texniki tədqiqat"
    TS = "ts", "Technical survey", "Texniki tədqiqat"
    CLEARANCE = "clearance", "Clearance", "Təmizləmə"
    BAC = "bac", "Battle area clearance", "Döyüş sahəsinin təmizlənməsi"
    ROAD_CLEARANCE = "road_clearance", "Road clearance", "Yolun təmizlənməsi"
    VERIFICATION = "verification", "Verification", "Yoxlama"
    SPOT_TASK = "spot_task", "EOD spot task", "Yerində zərərsizləşdirmə"
    EORE = "eore", "Risk education", "Maarifləndirmə"
    QA_QC = "qa_qc", "Quality assurance and control", "Keyfiyyətə nəzarət"


class TaskStatus(Codelist):
    """Where a task stands."""

    PLANNED = "planned", "Planned", "Planlaşdırılıb"
    ISSUED = "issued", "Issued", "Tapşırıq verilib"
    ACTIVE = "active", "Active", "İcrada"
    SUSPENDED = "suspended", "Suspended", "Dayandırılıb"
    COMPLETED = "completed", "Completed", "Başa çatıb"
    REWORK = "rework", "Being reworked", "Yenidən işlənir"
    ACCEPTED = "accepted", "Accepted", "Qəbul edilib"
    HANDED_OVER = "handed_over", "Handed over", "Təhvil verilib"
    CLOSED = "closed", "Closed", "Bağlanıb"
    ABORTED = "aborted", "Aborted", "Yarımçıq saxlanılıb"


class Asset(Codelist):
    """What the ground was searched with."""

    MANUAL = "manual", "Manual", "Əl ilə"
    MECHANICAL = "mechanical", "Mechanical", "Mexaniki"
    MDD = "mdd", "Mine detection dogs", "Minaaxtaran itlər"
    MANUAL_DETECTOR = "manual_detector", "Metal detector", "Metal axtaran"
    UAV = "uav", "Unmanned aircraft", "Pilotsuz uçuş aparatı"
    OTHER_ANIMAL = "other_animal", "Other animal", "Digər heyvan"


class OrganisationType(Codelist):
    """What kind of body an organisation is."""

    ANAMA = "anama", "ANAMA", "Minatəmizləmə Agentliyi"
    MOD = "mod", "Ministry of Defence", "Müdafiə Nazirliyi"
    MES = "mes", "Ministry of Emergency Situations", "Fövqəladə Hallar Nazirliyi"
    SBS = "sbs", "State Border Service", "Dövlət Sərhəd Xidməti"
    MIA = "mia", "Ministry of Internal Affairs", "Daxili İşlər Nazirliyi"
    PRIVATE = "private", "Private company", "Özəl şirkət"
    NGO = "ngo", "Non-governmental organisation", "QHT"
    INTERNATIONAL = "international", "International organisation", "Beynəlxalq təşkilat"


class EvidenceSummary(Codelist):
    """What kind of evidence a hazardous area rests on."""

    DIRECT = "direct", "Direct evidence", "Birbaşa sübut"
    INDIRECT = "indirect", "Indirect evidence", "Dolayı sübut"
    BOTH = "both", "Direct and indirect evidence", "Birbaşa və dolayı sübut"


class GeometrySource(Codelist):
    """Where an outline comes from; each has an accuracy unless one is given."""

    SURVEY_GNSS = "survey_gnss", "GNSS survey", "GNSS ölçməsi"
    TRAVERSE = "traverse", "Traverse", "Poliqonometriya gedişi"
    DIGITISED = "digitised", "Digitised", "Rəqəmsallaşdırılıb"
    MAP_RECORD = "map_record", "Map or minefield record", "Xəritə və ya formulyar"
    APPROXIMATE = "approximate", "Approximate", "Təxmini"
    NONE = "none", "No geometry", "Həndəsəsiz"


class AreaBasis(Codelist):
    """How a reported area was measured."""

    PLAN = "plan", "In plan", "Planda"
    SLOPE = "slope", "Along the slope", "Yamac üzrə"


class DatePrecision(Codelist):
    """How well the day of work is known."""

    EXACT = "exact", "Day of work", "İş günü"
    REPORTED = "reported", "Day of the report", "Hesabat günü"


class Purpose(Codelist):
    """What the released land is for."""

    AGRICULTURE = "agriculture", "Agriculture", "Kənd təsərrüfatı"
    HOUSING = "housing", "Housing", "Yaşayış"
    ENERGY = "energy", "Energy", "Energetika"
    TRANSPORT = "transport", "Transport", "Nəqliyyat"
    INFRASTRUCTURE = "infrastructure", "Infrastructure", "İnfrastruktur"
    HERITAGE = "heritage", "Heritage", "İrs abidələri"
    OTHER = "other", "Other", "Digər"


class Priority(Codelist):
    """How urgent work on an area is."""

    HIGH = "high", "High", "Yüksək"
    MEDIUM = "medium", "Medium", "Orta"
    LOW = "low", "Low", "Aşağı"


class PriorityBasis(Codelist):
    """Why an area has its priority."""

    LIFE_THREAT = "life_threat", "Threat to life", "Həyat üçün təhlükə"
    SOCIO_ECONOMIC = "socio_economic", "Socio-economic need", "Sosial-iqtisadi ehtiyac"
    IDP_RESETTLEMENT = "idp_resettlement", "Return of displaced people", "Məcburi köçkünlərin qayıdışı"
    RECONSTRUCTION = "reconstruction", "Reconstruction project", "Yenidənqurma layihəsi"
    FOOD_SECURITY = "food_security", "Food security", "Ərzaq təhlükəsizliyi"
    OTHER = "other", "Other", "Digər"


class PhaseStatus(Codelist):
    """Where a phase of a project stands."""

    PLANNED = "planned", "Planned", "Planlaşdırılıb"
    ACTIVE = "active", "Active", "İcrada"
    SUSPENDED = "suspended", "Suspended", "Dayandırılıb"
    COMPLETED = "completed", "Completed", "Başa çatıb"


class Currency(Codelist):
    """In what money is counted (ISO 4217); further ones join as they are needed."""

    AZN = "AZN", "Azerbaijani manat", "Azərbaycan manatı"
    EUR = "EUR", "Euro", "Avro"
    USD = "USD", "US dollar", "ABŞ dolları"
    GBP = "GBP", "Pound sterling", "Funt sterlinq"
    CHF = "CHF", "Swiss franc", "İsveçrə frankı"
    CAD = "CAD", "Canadian dollar", "Kanada dolları"
    JPY = "JPY", "Japanese yen", "Yapon iyeni"
    TRY = "TRY", "Turkish lira", "Türk lirəsi"


class DistrictType(Codelist):
    """What kind of administrative unit a district is."""

    RAYON = "rayon", "District", "Rayon"
    CITY = "city", "City", "Şəhər"


class QcState(Codelist):
    """What quality control found of a release."""

    NOT_INSPECTED = "not_inspected", "Not inspected", "Yoxlanmayıb"
    PASSED = "passed", "Passed", "Uğurlu"
    CONDITIONAL = "conditional", "Conditional", "Şərti"
    FAILED = "failed", "Failed", "Uğursuz"


class Severity(Codelist):
    """How grave an issue is: an error blocks, a warning asks for an answer, an info tells."""

    ERROR = "error", "Error", "Xəta"
    WARNING = "warning", "Warning", "Xəbərdarlıq"
    INFO = "info", "Information", "Məlumat"


class Visibility(Codelist):
    """Who may see a record."""

    PUBLIC = "public", "Public", "Açıq"
    PARTNER = "partner", "Partners", "Tərəfdaş"
    INTERNAL = "internal", "Internal", "Daxili"
    RESTRICTED = "restricted", "Restricted", "Məhdud"


class UploadStatus(Codelist):
    """Where an upload stands on the road to approval."""

    CHECKING = "checking", "Being checked", "Yoxlanılır"
    REJECTED = "rejected", "Rejected", "Rədd edilib"
    SUBMITTED = "submitted", "Submitted", "Təqdim edilib"
    REGIONAL_VERIFIED = "regional_verified", "Verified by the region", "Regional səviyyədə yoxlanılıb"
    HQ_APPROVED = "hq_approved", "Approved by headquarters", "Baş qərargahda təsdiqlənib"
    RETURNED = "returned", "Returned for correction", "Düzəlişə qaytarılıb"
    WITHDRAWN = "withdrawn", "Withdrawn", "Geri götürülüb"


class ReviewMode(Codelist):
    """How many people a record passes before it counts."""

    THREE_PEOPLE = "three_people", "Three people", "Üç nəfər"
    TWO_PEOPLE = "two_people", "Two people", "İki nəfər"
    ONE_PERSON = "one_person", "One person", "Bir nəfər"
    BULK_LOAD = "bulk_load", "Administrator's bulk load", "Administratorun toplu yükləməsi"


class Role(Codelist):
    """What an account may do."""

    VIEWER = "viewer", "Viewer", "Baxan"
    PARTNER = "partner", "Partner", "Tərəfdaş"
    ANALYST = "analyst", "Analyst", "Analitik"
    REGIONAL_VERIFIER = "regional_verifier", "Regional verifier", "Regional yoxlayıcı"
    HQ_APPROVER = "hq_approver", "Headquarters approver", "Baş qərargah təsdiqçisi"
    REPORT_OFFICER = "report_officer", "Report officer", "Hesabat məsulu"
    ADMIN = "admin", "Administrator", "Administrator"


class ReportKind(Codelist):
    """What a report is; further kinds join as they are built."""

    DAILY = "daily", "Daily situation report", "Gündəlik vəziyyət hesabatı"
    WEEKLY = "weekly", "Weekly bulletin", "Həftəlik bülleten"
    MONTHLY = "monthly", "Monthly report", "Aylıq hesabat"
    QUARTERLY = "quarterly", "Quarterly report", "Rüblük hesabat"
    ANNUAL = "annual", "Annual report", "İllik hesabat"
    PERIOD = "period", "Report on any days", "İstənilən günlər üzrə hesabat"
    BALANCE = "balance", "Contamination balance", "Çirklənmə balansı"
    TREATY = "treaty", "Treaty tables", "Müqavilə cədvəlləri"
    DATA_QUALITY = "data_quality", "Data quality", "Məlumatların keyfiyyəti"


class MadeState(Codelist):
    """How far a report is that its schedule makes."""

    DUE = "due", "Being made", "Hazırlanır"
    DRAFT = "draft", "Draft", "Qaralama"
    ISSUED = "issued", "Issued", "Dərc olunub"
    DISMISSED = "dismissed", "Dismissed", "Kənara qoyulub"
    FAILED = "failed", "Could not be made", "Hazırlana bilmədi"


class DeliveryState(Codelist):
    """How far a mail is."""

    WAITING = "waiting", "Waiting", "Gözləyir"
    SENDING = "sending", "Being sent", "Göndərilir"
    SENT = "sent", "Sent", "Göndərilib"
    REFUSED = "refused", "Refused", "Rədd edilib"
    FAILED = "failed", "Given up", "Cəhdlər dayandırılıb"
    UNSURE = "unsure", "Not known whether it was sent", "Göndərilib-göndərilmədiyi bilinmir"
    REPLACED = "replaced", "Replaced by a later one", "Sonrakı məktubla əvəz olunub"


class PublishedKind(Codelist):
    """What a figure is of that was published elsewhere."""

    WEEK = "week", "Week", "Həftə"
    MONTH = "month", "Month", "Ay"
    QUARTER = "quarter", "Quarter", "Rüb"
    YEAR = "year", "Year", "İl"
    CUMULATIVE = "cumulative", "Total since a date", "Bir tarixdən bəri cəmi"
    YEAR_BY_DISTRICT = "year_by_district", "Year by district", "Rayonlar üzrə illik"
    YEAR_BY_OPERATOR = "year_by_operator", "Year by operator", "Operatorlar üzrə illik"
    YEAR_BY_PURPOSE = "year_by_purpose", "Year by purpose of the land", "Torpağın təyinatı üzrə illik"


class FigurePrecision(Codelist):
    """How exactly a figure was published."""

    EXACT = "exact", "Exact", "Dəqiq"
    ROUNDED = "rounded", "Rounded", "Yuvarlaqlaşdırılmış"
    APPROXIMATE = "approximate", "Approximate", "Təxmini"


CODELISTS: tuple[type[Codelist], ...] = (
    HazardClass,
    HazardStatus,
    CloseReason,
    HazardOrigin,
    ReleaseMethod,
    Basis,
    Account,
    LedgerCause,
    ContaminationType,
    ContaminationClass,
    EoCategory,
    DisposalState,
    ActivityType,
    TaskStatus,
    Asset,
    OrganisationType,
    EvidenceSummary,
    GeometrySource,
    AreaBasis,
    DatePrecision,
    Purpose,
    Priority,
    PriorityBasis,
    PhaseStatus,
    Currency,
    DistrictType,
    QcState,
    Severity,
    Visibility,
    UploadStatus,
    ReviewMode,
    Role,
    ReportKind,
    MadeState,
    DeliveryState,
    PublishedKind,
    FigurePrecision,
)
"""Every codelist, each stored as a lookup table named like the class in snake_case."""


MINES = frozenset({ContaminationType.AP_MINE, ContaminationType.AV_MINE, ContaminationType.IMPROVISED})


def contamination_class(types: frozenset[ContaminationType]) -> ContaminationClass:
    """Give the one class that a set of contamination types counts under.

    References
    ----------
    Improvised devices count as mines beside another type, and as a class of their own when alone.

    >>> contamination_class(frozenset({ContaminationType.CMR, ContaminationType.ERW})).value
    'cmr'
    """
    T, C = ContaminationType, ContaminationClass  # noqa: N806 - short names keep the table below readable
    exact = {
        frozenset({T.AP_MINE}): C.AP_MINES,
        frozenset({T.AV_MINE}): C.AV_MINES,
        frozenset({T.AP_MINE, T.AV_MINE}): C.AP_AND_AV,
        frozenset({T.CMR}): C.CMR,
        frozenset({T.CMR, T.ERW}): C.CMR,
        frozenset({T.ERW}): C.OTHER_ERW,
        frozenset({T.IMPROVISED}): C.IMPROVISED,
    }
    if types in exact:
        return exact[types]
    if T.UNKNOWN in types or not types & MINES:
        return C.MIXED_UNSPECIFIED
    if T.CMR in types:
        return C.MINES_AND_CMR
    if T.ERW in types:
        return C.MINES_AND_ERW
    return C.MIXED_UNSPECIFIED
