"""The figures of data quality, each declared once: what it is called, what it says, in which unit."""

from dataclasses import dataclass
from enum import StrEnum

from gis.codelists import Language


class Unit(StrEnum):
    """What a figure counts in."""

    COUNT = "count"
    DAYS = "days"
    PCT = "pct"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure.

    Attributes
    ----------
    name
        As programs know it.
    en, az
        What readers know it by.
    definition_en, definition_az
        What exactly it says.
    is_internal
        It is told only to the programme.
    """

    name: str
    unit: Unit
    en: str
    az: str
    definition_en: str
    definition_az: str
    is_internal: bool = False

    def title(self, language: Language) -> str:
        """Give what a reader knows it by."""
        return self.az if language == "az" else self.en

    def definition(self, language: Language) -> str:
        """Give what it says, in a reader's language."""
        return self.definition_az if language == "az" else self.definition_en


OPEN_ISSUES = Figure(
    name="open_issues",
    unit=Unit.COUNT,
    en="Open issues",
    az="Açıq iradlar",
    definition_en="Errors and warnings that were found in records as they stand, in uploads that wait for review, and "
    "in uploads that were returned and not answered. What a correction settled is not among them; neither is a "
    "rejected file, which left nothing behind.",
    definition_az="Qeydlərin indiki halında, yoxlama gözləyən yükləmələrdə və qaytarılıb cavablandırılmamış "
    "yükləmələrdə aşkarlanan xəta və xəbərdarlıqlar. Düzəlişin aradan qaldırdığı və heç nə saxlamayan rədd edilmiş "
    "fayl bura daxil deyil.",
    is_internal=True,
)
WORK_TO_APPROVAL = Figure(
    name="work_to_approval_days",
    unit=Unit.DAYS,
    en="From work to approval, median",
    az="İşdən təsdiqə qədər, median",
    definition_en="Days from the last day of work to the day on which the release was first approved: the middle one "
    "of the releases that came by review. What was loaded in bulk is left out; it says nothing of how long a report "
    "takes.",
    definition_az="Son iş günündən buraxılışın ilk dəfə təsdiqləndiyi günədək keçən günlər: yoxlama yolu ilə gələn "
    "buraxılışların ortası. Toplu yüklənənlər sayılmır; onlar hesabatın nə qədər çəkdiyini göstərmir.",
)
WORK_TO_SENT = Figure(
    name="work_to_sent_days",
    unit=Unit.DAYS,
    en="of this from work to sending",
    az="bundan işdən göndərməyə qədər",
    definition_en="Days from the last day of work to the day on which the file was sent: the middle one of the same "
    "releases. The medians of the parts need not add up to that of the whole.",
    definition_az="Son iş günündən faylın göndərildiyi günədək keçən günlər: həmin buraxılışların ortası. Hissələrin "
    "medianlarının cəmi bütövün medianına bərabər olmaya bilər.",
)
SENT_TO_APPROVAL = Figure(
    name="sent_to_approval_days",
    unit=Unit.DAYS,
    en="of this from sending to approval",
    az="bundan göndərmədən təsdiqə qədər",
    definition_en="Days from the day on which the file was sent to the day of the first approval: the middle one of "
    "the same releases.",
    definition_az="Faylın göndərildiyi gündən ilk təsdiq gününədək keçən günlər: həmin buraxılışların ortası.",
)
BULK_LOADED = Figure(
    name="bulk_loaded",
    unit=Unit.COUNT,
    en="Releases loaded in bulk",
    az="Toplu yüklənmiş buraxılışlar",
    definition_en="Releases that the local administrator loaded without review; no time to approval is told of them.",
    definition_az="Yerli administratorun yoxlamasız yüklədiyi buraxılışlar; onlar üçün təsdiqə qədər vaxt deyilmir.",
)
WITHOUT_FIND = Figure(
    name="cleared_without_find_pct",
    unit=Unit.PCT,
    en="Cleared polygons without a find",
    az="Tapıntısız təmizlənmiş poliqonlar",
    definition_en="Share of the cleared polygons of the operational account in which no explosive item was found, "
    "small arms ammunition apart. A high share says that more could have been cancelled or reduced.",
    definition_az="Əməliyyat hesabının təmizlənmiş poliqonlarından heç bir partlayıcı əşya (atıcı silah sursatı "
    "istisna) tapılmayanların payı. Yüksək pay daha çox ərazinin ləğv və ya ixtisar edilə biləcəyini göstərir.",
)
