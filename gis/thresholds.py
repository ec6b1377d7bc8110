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
    """The values of the rules that an installation may set: `LANDRELEASE_THRESHOLDS__OVERLAP_M2=10`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    area_narrow_pct: Annotated[
        Amount,
        Of(
            rule="GEO-05",
            en="Difference between reported and computed area that is not told, %",
            az="Hesabatdakı və hesablanmış sahə arasında bildirilməyən fərq, %",
        ),
    ] = 1
    """GEO-05: per cent of the computed area by which the reported one may differ."""
    area_difference_m2: Annotated[
        Amount,
        Of(rule="GEO-05", en="Difference that is not told in any case, m²", az="Heç bir halda bildirilməyən fərq, m²"),
    ] = 100
    """GEO-05: square metres by which they may differ in any case."""
    area_wide_pct: Annotated[
        Amount,
        Of(
            rule="GEO-05",
            en="Difference above which the reason is asked for, %",
            az="Səbəbi soruşulan fərq, bundan çox, %",
        ),
    ] = 10
    """GEO-05: per cent above which the difference has to be answered."""
    area_factor: Annotated[
        float,
        Field(gt=1),
        Of(rule="GEO-05", en="Times as large above which it is an error", az="Xəta sayılan nisbət, bundan çox dəfə"),
    ] = 3
    """GEO-05: how many times as large one may be as the other before it is an error."""
    overlap_m2: Annotated[
        Amount,
        Of(
            rule="GEO-07",
            en="Shared ground that is not told, here and in GEO-12, m²",
            az="Burada və GEO-12 qaydasında bildirilməyən ortaq sahə, m²",
        ),
    ] = 5
    """GEO-07, GEO-12: square metres that two records may share."""
    overlap_pct: Annotated[
        Amount,
        Of(
            rule="GEO-07", en="Share of the smaller record that is not told, %", az="Kiçik qeydin bildirilməyən payı, %"
        ),
    ] = 0.5
    """GEO-07: per cent of the smaller record that two may share."""
    hazards_overlap_pct: Annotated[
        Amount,
        Of(
            rule="GEO-07",
            en="Share of the smaller hazardous area above which it is an error, %",
            az="Kiçik təhlükəli ərazinin xəta sayılan payı, bundan çox, %",
        ),
    ] = 10
    """GEO-07: per cent of the smaller hazardous area above which the overlap is an error."""
    parts_overlap_pct: Annotated[
        Amount,
        Of(
            rule="GEO-08", en="Share of the smaller part that is not told, %", az="Kiçik hissənin bildirilməyən payı, %"
        ),
    ] = 0.9
    """GEO-08: per cent of the smaller part that two parts of one outline may share."""
    edge_m: Annotated[
        Amount,
        Of(rule="GEO-08", en="Longest edge, m", az="Ən uzun tərəf, m"),
    ] = 5_000
    """GEO-08: metres that an edge may be long."""
    misclosure_m: Annotated[
        Amount,
        Of(
            rule="GEO-09",
            en="Distance from the start at which a traverse may end, whatever its length, m; half of it is told",
            az="Gedişin uzunluğundan asılı olmayaraq başlanğıcdan bitə biləcəyi məsafə, m; yarısından sonra bildirilir",
        ),
    ] = 5
    """GEO-09: metres from its start at which a traverse may end in any case."""
    misclosure_pct: Annotated[
        Amount,
        Of(
            rule="GEO-09",
            en="The same as a share of the perimeter, where that is more, %",
            az="Eyni hədd perimetrin payı kimi, daha çox olduqda, %",
        ),
    ] = 1
    """GEO-09: per cent of its perimeter by which a traverse may end off its start."""
    area_small_m2: Annotated[
        Amount,
        Of(rule="GEO-10", en="Smallest outline, m²", az="Ən kiçik kontur, m²"),
    ] = 10
    """GEO-10: square metres below which an outline is asked about."""
    area_large_m2: Annotated[
        Amount,
        Of(rule="GEO-10", en="Largest outline, m²", az="Ən böyük kontur, m²"),
    ] = 20_000_000
    """GEO-10: square metres above which an outline is asked about."""
    sliver_m: Annotated[
        Amount,
        Of(rule="GEO-10", en="Least average width, m", az="Ən kiçik orta en, m"),
    ] = 1
    """GEO-10: metres of average width below which an outline is a sliver."""
    earliest_on: Annotated[
        date,
        Of(rule="DAT-03", en="First day on which work can lie", az="İşin ola biləcəyi ilk gün"),
    ] = date(1991, 1, 1)
    """DAT-03: the day before which no work was done."""
    daily_report_days: Annotated[
        int,
        Field(ge=0),
        Of(
            rule="DAT-03",
            en="Days after the work for the report of one day",
            az="Bir günün hesabatı üçün işdən sonrakı günlər",
        ),
    ] = 2
    """DAT-03: days after the work within which the report of one day is written."""
    longer_report_days: Annotated[
        int,
        Field(ge=0),
        Of(
            rule="DAT-03",
            en="Days after the work for the report of several days",
            az="Bir neçə günün hesabatı üçün işdən sonrakı günlər",
        ),
    ] = 7
    """DAT-03: days after the work within which the report of a week or more is written."""
    completion_days: Annotated[
        int,
        Field(ge=0),
        Of(
            rule="REL-04",
            en="Days to complete what is reported without method or outline",
            az="Üsulsuz və ya kontursuz bildirilənin tamamlanması üçün günlər",
        ),
    ] = 30
    """REL-04: days from today within which a method or an outline should be given."""
    day_factor: Annotated[
        float,
        Field(gt=1),
        Of(
            rule="REL-05",
            en="Times its median that a team may do in a day",
            az="Qrupun bir gündə öz medianından çox görə biləcəyi iş, dəfə",
        ),
    ] = 3
    """REL-05: how many times its median a team may do in a day."""
    median_days: Annotated[
        int,
        Field(ge=2),
        Of(rule="REL-05", en="Days of work that a median needs", az="Median üçün lazım olan iş günləri"),
    ] = 5
    """REL-05: how many days of work a median needs."""
    identical_days: Annotated[
        int,
        Field(ge=2),
        Of(
            rule="REL-05",
            en="Days in a row with the same figure that are asked about",
            az="Soruşulan ardıcıl eyni rəqəmli günlər",
        ),
    ] = 5
    """REL-05: consecutive days with the same square metres that are asked about."""
    completion_narrow_pct: Annotated[
        Amount,
        Of(
            rule="REL-06",
            en="Difference between days and completion that is not told, %",
            az="Günlər və yekun arasında bildirilməyən fərq, %",
        ),
    ] = 5
    """REL-06: per cent of the completion by which the sum of the days may differ."""
    completion_wide_pct: Annotated[
        Amount,
        Of(rule="REL-06", en="Difference above which it is an error, %", az="Xəta sayılan fərq, bundan çox, %"),
    ] = 20
    """REL-06: per cent of the completion above which the difference is an error."""
    footprint_m: Annotated[
        Amount,
        Of(
            rule="REL-08",
            en="Ground around a submunition that belongs to its footprint, m",
            az="Kaset döyüş elementinin iz sahəsinə aid məsafə, m",
        ),
    ] = 50
    """REL-08: metres around a find that count to its footprint."""
    footprint_pct: Annotated[
        Amount,
        Of(
            rule="REL-08",
            en="Least share of the release that footprints cover, %",
            az="İz sahələrinin buraxılışda örtdüyü ən kiçik pay, %",
        ),
    ] = 25
    """REL-08: per cent of a release of class CMR that finds should cover."""
    whole_task_pct: Annotated[
        Amount,
        Of(
            rule="REL-08",
            en="Share of a task's outline that counts as the whole, %",
            az="Tapşırıq konturunun tam sayılan payı, %",
        ),
    ] = 90
    """REL-08: per cent of a task's outline that is as good as the whole."""
    outside_task_m: Annotated[
        Amount,
        Of(
            rule="EO-02",
            en="Distance that a find may lie outside its task, m",
            az="Tapıntının öz tapşırığından kənarda ola biləcəyi məsafə, m",
        ),
    ] = 50
    """EO-02: metres that an item may lie outside its task's outline."""
    left_m2: Annotated[
        Amount,
        Of(rule="HAZ-02", en="Ground that may be left in any case, m²", az="Hər halda qala bilən sahə, m²"),
    ] = 1
    """HAZ-02: square metres that may be left of a closed area in any case."""
    left_pct: Annotated[
        Amount,
        Of(
            rule="HAZ-02", en="Largest share of the area that may be left, %", az="Ərazinin qala bilən ən böyük payı, %"
        ),
    ] = 5
    """HAZ-02: per cent of a closed area that may be left at most."""
    idle_days: Annotated[
        int,
        Field(ge=0),
        Of(rule="HAZ-03", en="Days without an approved report", az="Təsdiqlənmiş hesabat olmayan günlər"),
    ] = 90
    """HAZ-03: days without an approved report on an area that is worked on."""
    outside_task_pct: Annotated[
        Amount,
        Of(
            rule="TSK-01",
            en="Share of a release that may lie outside its task, %",
            az="Buraxılışın öz tapşırığından kənarda ola bilən payı, %",
        ),
    ] = 5
    """TSK-01: per cent of a release that may lie outside its task's outline."""
    planned_pct: Annotated[
        Amount,
        Of(
            rule="TSK-01",
            en="Share of the planned area that may be reported, %",
            az="Planlaşdırılmış sahənin bildirilə bilən payı, %",
        ),
    ] = 105
    """TSK-01 (8.8): per cent of its planned area above which a task's releases are asked about.

    Not 100: releases are added up as they were reported, and the days of a task share ground along their edges.
    """

    def of_rule(self, rule: str) -> Iterator["InForce"]:
        """Give what a rule leaves to the installation, with the values in force."""
        for name, field in type(self).model_fields.items():
            of = next(one for one in field.metadata if isinstance(one, Of))
            if of.rule == rule:
                yield InForce(of=of, value=getattr(self, name), setting=f"LANDRELEASE_THRESHOLDS__{name.upper()}")


@dataclass(frozen=True, kw_only=True)
class InForce:
    """A threshold with its value, and the setting that changes it."""

    of: Of
    value: float | date
    setting: str
