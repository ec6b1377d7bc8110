"""From where on rules speak: each value is a setting, with the document's default, its rule and its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]


@dataclass(frozen=True, kw_only=True)
class Of:
    """What a threshold is of: its rule, and what it says in both languages."""

    rule: str
    en: str
    az: str


class Thresholds(BaseModel):
    """The values of section 9 that an installation may set: `LANDRELEASE_THRESHOLDS__OVERLAP_M2=10`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    area_narrow_pct: Annotated[
        Amount,
        Of(
            rule="GEO-05",
            en="Reported and computed area may differ by this share",
            az="Hesabatdakı və hesablanmış sahənin icazə verilən fərqi, faizlə",
        ),
    ] = 1
    """GEO-05: per cent of the computed area by which the reported one may differ."""
    area_difference_m2: Annotated[
        Amount,
        Of(
            rule="GEO-05",
            en="or by this many square metres",
            az="və ya kvadratmetrlə",
        ),
    ] = 100
    """GEO-05: square metres by which they may differ in any case."""
    area_wide_pct: Annotated[
        Amount,
        Of(
            rule="GEO-05",
            en="A larger difference has to be answered, per cent",
            az="Bundan böyük fərqin səbəbi yazılmalıdır, faizlə",
        ),
    ] = 10
    """GEO-05: per cent above which the difference has to be answered."""
    area_factor: Annotated[
        float,
        Field(gt=1),
        Of(
            rule="GEO-05",
            en="More than so many times apart is an error",
            az="Bundan çox dəfə fərqlənərsə, xətadır",
        ),
    ] = 3
    """GEO-05: how many times as large one may be as the other before it is an error."""
    overlap_m2: Annotated[
        Amount,
        Of(
            rule="GEO-07",
            en="Overlaps up to so many square metres are not told (GEO-12 as well)",
            az="Bu qədər kvadratmetrədək kəsişmələr bildirilmir (GEO-12 üçün də)",
        ),
    ] = 5
    """GEO-07, GEO-12: square metres that two records may share."""
    overlap_pct: Annotated[
        Amount,
        Of(
            rule="GEO-07",
            en="or up to this share of the smaller one, per cent",
            az="və ya kiçiyinin bu faizinədək",
        ),
    ] = 0.5
    """GEO-07: per cent of the smaller record that two may share."""
    hazards_overlap_pct: Annotated[
        Amount,
        Of(
            rule="GEO-07",
            en="Hazardous areas of one class that share more of the smaller one are an error, per cent",
            az="Bir sinifdən olan təhlükəli ərazilər kiçiyinin bundan çox faizini bölüşərsə, xətadır",
        ),
    ] = 10
    """GEO-07: per cent of the smaller hazardous area above which the overlap is an error."""
    parts_overlap_pct: Annotated[
        Amount,
        Of(
            rule="GEO-08",
            en="Parts of one outline may share so much of the smaller part, per cent",
            az="Bir konturun hissələri kiçik hissənin bu faizini bölüşə bilər",
        ),
    ] = 0.9
    """GEO-08: per cent of the smaller part that two parts of one outline may share."""
    edge_m: Annotated[
        Amount,
        Of(rule="GEO-08", en="Longest edge, metres", az="Ən uzun tərəf, metr"),
    ] = 5_000
    """GEO-08: metres that an edge may be long."""
    area_small_m2: Annotated[
        Amount,
        Of(rule="GEO-10", en="Smallest outline, square metres", az="Ən kiçik kontur, kvadratmetr"),
    ] = 10
    """GEO-10: square metres below which an outline is asked about."""
    area_large_m2: Annotated[
        Amount,
        Of(rule="GEO-10", en="Largest outline, square metres", az="Ən böyük kontur, kvadratmetr"),
    ] = 20_000_000
    """GEO-10: square metres above which an outline is asked about."""
    sliver_m: Annotated[
        Amount,
        Of(
            rule="GEO-10",
            en="Narrower on average, an outline is a sliver, metres",
            az="Orta eni bundan az olan kontur nazik zolaq sayılır, metr",
        ),
    ] = 1
    """GEO-10: metres of average width below which an outline is a sliver."""
    earliest_on: Annotated[
        date,
        Of(rule="DAT-03", en="No work lies before this day", az="Bu gündən əvvəl iş ola bilməz"),
    ] = date(1991, 1, 1)
    """DAT-03: the day before which no work was done."""
    daily_report_days: Annotated[
        int,
        Field(ge=0),
        Of(rule="DAT-03", en="Days for the report of one day", az="Bir günün hesabatı üçün gün sayı"),
    ] = 2
    """DAT-03: days after the work within which the report of one day is written."""
    longer_report_days: Annotated[
        int,
        Field(ge=0),
        Of(
            rule="DAT-03",
            en="Days for the report of several days",
            az="Bir neçə günün hesabatı üçün gün sayı",
        ),
    ] = 7
    """DAT-03: days after the work within which the report of a week or more is written."""
    completion_days: Annotated[
        int,
        Field(ge=0),
        Of(
            rule="REL-04",
            en="Days to complete what is reported without method or outline",
            az="Üsulsuz və ya kontursuz bildirilənin tamamlanması üçün gün sayı",
        ),
    ] = 30
    """REL-04: days from today within which a method or an outline should be given."""
    day_factor: Annotated[
        float,
        Field(gt=1),
        Of(
            rule="REL-05",
            en="A team's day is large above so many times its median",
            az="Qrupun günü öz medianından bu qədər dəfə çox olarsa, böyük sayılır",
        ),
    ] = 3
    """REL-05: how many times its median a team may do in a day."""
    median_days: Annotated[
        int,
        Field(ge=2),
        Of(
            rule="REL-05",
            en="Days of work from which a median is taken at the least",
            az="Medianın hesablanması üçün ən azı iş günü sayı",
        ),
    ] = 5
    """REL-05: how many days of work a median needs."""
    identical_days: Annotated[
        int,
        Field(ge=2),
        Of(
            rule="REL-05",
            en="So many days in a row with the same figure are asked about",
            az="Ardıcıl bu qədər gündə eyni rəqəm olarsa, soruşulur",
        ),
    ] = 5
    """REL-05: consecutive days with the same square metres that are asked about."""
    completion_narrow_pct: Annotated[
        Amount,
        Of(
            rule="REL-06",
            en="Daily reports and completion of a task may differ by this share, per cent",
            az="Tapşırığın gündəlik hesabatları ilə yekunu bu faizədək fərqlənə bilər",
        ),
    ] = 5
    """REL-06: per cent of the completion by which the sum of the days may differ."""
    completion_wide_pct: Annotated[
        Amount,
        Of(rule="REL-06", en="More than this is an error, per cent", az="Bundan çoxu xətadır, faizlə"),
    ] = 20
    """REL-06: per cent of the completion above which the difference is an error."""
    footprint_m: Annotated[
        Amount,
        Of(
            rule="REL-08",
            en="Ground around a submunition that it speaks for, metres",
            az="Kaset döyüş elementinin ətrafında onun aid olduğu məsafə, metr",
        ),
    ] = 50
    """REL-08: metres around a find that count to its footprint."""
    footprint_pct: Annotated[
        Amount,
        Of(
            rule="REL-08",
            en="Least share of a cluster munition release that finds cover, per cent",
            az="Kaset sursatı üzrə buraxılışda tapıntıların örtdüyü ən az pay, faizlə",
        ),
    ] = 25
    """REL-08: per cent of a release of class CMR that finds should cover."""
    whole_task_pct: Annotated[
        Amount,
        Of(
            rule="REL-08",
            en="A release that covers so much of its task is the whole of it, per cent",
            az="Tapşırığın bu qədər faizini örtən buraxılış onun hamısı sayılır",
        ),
    ] = 90
    """REL-08: per cent of a task's outline that is as good as the whole."""
    outside_task_m: Annotated[
        Amount,
        Of(
            rule="EO-02",
            en="A find may lie so far outside its task, metres",
            az="Tapıntı öz tapşırığından bu qədər kənarda ola bilər, metr",
        ),
    ] = 50
    """EO-02: metres that an item may lie outside its task's outline."""
    left_m2: Annotated[
        Amount,
        Of(
            rule="HAZ-02",
            en="A closed area may always have so much left, square metres",
            az="Bağlanmış ərazidə həmişə bu qədər qala bilər, kvadratmetr",
        ),
    ] = 1
    """HAZ-02: square metres that may be left of a closed area in any case."""
    left_pct: Annotated[
        Amount,
        Of(
            rule="HAZ-02",
            en="and at most this share of it, per cent",
            az="və ən çoxu onun bu faizi",
        ),
    ] = 5
    """HAZ-02: per cent of a closed area that may be left at most."""
    idle_days: Annotated[
        int,
        Field(ge=0),
        Of(
            rule="HAZ-03",
            en="Days that an area may be worked on without an approved report",
            az="Təsdiqlənmiş hesabat olmadan ərazidə iş aparıla biləcək gün sayı",
        ),
    ] = 90
    """HAZ-03: days without an approved report on an area that is worked on."""
    outside_task_pct: Annotated[
        Amount,
        Of(
            rule="TSK-01",
            en="A release may lie so much outside its task, per cent",
            az="Buraxılışın bu qədər faizi tapşırığından kənarda ola bilər",
        ),
    ] = 5
    """TSK-01: per cent of a release that may lie outside its task's outline."""
    planned_pct: Annotated[
        Amount,
        Of(
            rule="TSK-01",
            en="So much of a task's planned area may be reported, per cent",
            az="Tapşırığın planlaşdırılmış sahəsinin bu qədər faizi bildirilə bilər",
        ),
    ] = 100
    """TSK-01: per cent of its planned area above which a task's releases are asked about."""

    def of_rule(self, rule: str) -> Iterator[tuple[Of, float | date]]:
        """Give what a rule leaves to the installation, with the value in force."""
        for name, field in type(self).model_fields.items():
            of = next(one for one in field.metadata if isinstance(one, Of))
            if of.rule == rule:
                yield of, getattr(self, name)
