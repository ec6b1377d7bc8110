"""Whether reports of work agree with each other, day by day and task by task: DAT-04, REL-05, REL-06, TSK-01."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from gis.checks.batch import Batch, each, found, ordinals
from gis.checks.surroundings import DAY_REPORT_COLUMNS
from gis.issues import Issue

TEAM = ["organisation", "reported_by"]
"""Who works: a team of an organisation, or what is known of the two."""
SAME_DAY = ("task_code", *TEAM, "shift", "effective_date", "release_method", "assets")
"""What the report of a day is known by (section 5): task, team, means, shift, date; each method is told apart."""


def day_is_reported_once(batch: Batch) -> Iterable[Issue]:
    """DAT-04: a team reports a day in a task once; releases of other methods belong to the same report.

    Where the team is not named, several may have been at work.
    """
    if batch.summed["task_code"].isna().all() or batch.summed["reported_by"].isna().all():
        return
    known = batch.surroundings.day_reports.assign(is_new=False, index=-1)
    new = _met_again(_of_a_day(batch.summed, DAY_REPORT_COLUMNS), known).reset_index(names="index").assign(is_new=True)
    both = pd.concat([known, new.astype(object)], ignore_index=True) if len(known) else new
    both = both[both["task_code"].notna() & both["reported_by"].notna()]
    both = both.assign(assets=[",".join(sorted(held)) if isinstance(held, list) else "" for held in both["asset"]])
    both = both[both.duplicated(list(SAME_DAY), keep=False)]  # few: to group all takes too much memory
    first = both.groupby(list(SAME_DAY), sort=False, dropna=False)["code"].transform("first")
    is_again = both["is_new"].astype(bool) & both.duplicated(list(SAME_DAY))
    hits = both[is_again].set_index("index")
    values = each(
        other_code=first[is_again],
        work_on=map(str, hits["effective_date"]),
        task_code=hits["task_code"],
        team=hits["reported_by"],
    )
    yield from found("day-reported-twice", hits, values, field="effective_date")


def _met_again(new: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Give the reports whose task, team and day stand in another one as well: few, and all else is asked of them."""
    keys = ["task_code", "reported_by", "effective_date"]
    named = new[keys].dropna()
    both = pd.concat([known[keys].astype(object), named]) if len(known) else named
    is_again = both.duplicated(keep=False).to_numpy()[len(both) - len(named) :]
    return new.loc[named.index[is_again]]


def day_is_like_others(batch: Batch) -> Iterable[Issue]:
    """REL-05: no day of a team is over three times its median; told of the first release of the day in the file."""
    days, limits = _days(batch), batch.thresholds
    if days.empty:
        return
    teams = days.groupby(TEAM)["day_m2"]
    median_m2 = teams.transform("median")
    is_large = (days["day_m2"] > limits.day_factor * median_m2) & (teams.transform("count") >= limits.median_days)
    hits = days.assign(median_m2=median_m2)[is_large & days["index"].notna()]
    values = each(
        team=_names(hits),
        day_m2=hits["day_m2"],
        work_on=map(str, hits["effective_date"]),
        median_m2=hits["median_m2"],
        times=hits["day_m2"] / hits["median_m2"],
    )
    yield from found("day-large", hits.set_index("index"), values, field="area_reported_m2")


def days_differ(batch: Batch) -> Iterable[Issue]:
    """REL-05: no team does the same m² on five days in a row; told of the last of them in the file."""
    days = _days(batch)
    if days.empty:
        return
    day, figure_m2 = ordinals(days["effective_date"]), days["day_m2"].round()
    teams = days.groupby(TEAM)
    is_next = (day.groupby([days[name] for name in TEAM]).diff() == 1) & (
        figure_m2 == figure_m2.groupby([days[name] for name in TEAM]).shift()
    )
    run = (~is_next | (teams.cumcount() == 0)).cumsum()
    runs = days.assign(
        days_count=run.map(run.value_counts()),
        first_on=days.groupby(run)["effective_date"].transform("first"),
        last_on=days.groupby(run)["effective_date"].transform("last"),
    )
    told = runs[runs["index"].notna() & (runs["days_count"] >= batch.thresholds.identical_days)]
    hits = told[~run[told.index].duplicated(keep="last")]
    values = each(
        team=_names(hits),
        day_m2=hits["day_m2"].round(),
        days_count=hits["days_count"],
        first_on=map(str, hits["first_on"]),
        last_on=map(str, hits["last_on"]),
    )
    yield from found("days-identical", hits.set_index("index"), values, field="area_reported_m2")


def completion_agrees_with_days(batch: Batch) -> Iterable[Issue]:
    """REL-06: the days of a completed task add up to its certified completion."""
    if batch.summed["task_code"].isna().all():
        return
    limits, sums = batch.thresholds, _task_sums(batch)
    sums = sums[sums["is_completed"] & (sums["operational"] > 0) & (sums["certified"] > 0)]
    apart_pct = 100 * (sums["operational"] - sums["certified"]).abs() / sums["certified"]
    is_wide = apart_pct > limits.completion_wide_pct
    for kind, is_so in (
        ("completion-differs-widely", is_wide),
        ("completion-differs", (apart_pct > limits.completion_narrow_pct) & ~is_wide),
    ):
        hits = sums[is_so]
        values = each(
            task_code=hits.index,
            daily_m2=hits["operational"],
            completion_m2=hits["certified"],
            difference_pct=apart_pct[is_so],
            limit_pct=[limits.completion_wide_pct] * len(hits),
        )
        yield from found(kind, hits.set_index("index"), values, field="task_code")


def task_is_within_plan(batch: Batch) -> Iterable[Issue]:
    """TSK-01: no more is reported for a task than was planned (8.8); told of its last release in the file."""
    if batch.summed["task_code"].isna().all():
        return
    sums = _task_sums(batch)
    released_m2 = sums[["operational", "certified"]].max(axis=1)
    progress_pct = 100 * released_m2 / sums["planned_m2"].where(sums["planned_m2"] > 0)
    is_over = progress_pct > batch.thresholds.planned_pct
    hits = sums[is_over]
    values = each(
        task_code=hits.index,
        released_m2=released_m2[is_over],
        progress_pct=progress_pct[is_over],
        planned_m2=hits["planned_m2"],
    )
    yield from found("task-over-plan", hits.set_index("index"), values, field="task_code")


def _told_m2(releases: pd.DataFrame) -> "pd.Series[float]":
    """Give the m² of releases: their outline's, or as reported where there is none."""
    return pd.to_numeric(releases["area_m2"]).fillna(pd.to_numeric(releases["area_reported_m2"]))


def _of_a_day(releases: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Give columns of the daily work among releases: operational, of one day, done in the field."""
    is_one_day = releases["work_date_from"].isna() | (releases["work_date_from"] == releases["effective_date"])
    is_field_work = releases["release_method"].notna() & (releases["release_method"] != "cancelled")
    is_dated = releases["effective_date"].notna()
    is_daily = (releases["basis"] == "operational") & is_one_day & is_field_work & is_dated
    return releases.loc[is_daily, [*names]]  # a copy of all takes too much


def _days(batch: Batch) -> pd.DataFrame:
    """Give the m² of each team and day, of the file and approved, in order of team and day; none if the file has none.

    Columns: `TEAM`, `effective_date`, `day_m2`, `index`: the day's first release in the file, missing where it has
    none.
    """
    if batch.summed[TEAM].isna().all(axis=None):
        return batch.summed[:0]
    day = [*TEAM, "effective_date"]
    new = _of_a_day(batch.summed, [*day, "area_m2", "area_reported_m2"])
    new = new.assign(day_m2=_told_m2(new), index=new.index.astype(float))
    known = batch.surroundings.team_days.assign(index=np.nan)
    # Of one type each: what one of the two has nothing in must not decide of what type it is.
    types = dict.fromkeys(day, object) | dict.fromkeys(("day_m2", "index"), float)
    both = pd.concat([known.astype(types), new[known.columns].astype(types)], ignore_index=True)
    is_somebody = both[TEAM].notna().any(axis=1)
    both = both[is_somebody].assign(**{name: both[name].where(both[name].notna(), "") for name in TEAM})
    days = both.groupby(day, as_index=False).agg({"day_m2": "sum", "index": "min"})
    return days[days["day_m2"] > 0].reset_index(drop=True)


def _names(days: pd.DataFrame) -> Iterable[str]:
    """Name the teams of days; an organisation stands for a team that is not said."""
    team, organisation = days["reported_by"], days["organisation"]
    of_organisation = team + np.where(organisation == "", "", " (" + organisation + ")")
    return of_organisation.where(team != "", organisation)


def _task_sums(batch: Batch) -> pd.DataFrame:
    """Give for each task that the file names what is reported and certified of it, of the file and approved.

    Index: task code. Columns: `operational`, `certified` (m²), `planned_m2`, `is_completed`, `index`: its last release
    in the file.
    """
    new = batch.summed[batch.summed["task_code"].notna()]
    new = new.assign(m2=_told_m2(new), day=ordinals(new["effective_date"])).sort_values("day", kind="stable")
    sums = new.pivot_table(index="task_code", columns="basis", values="m2", aggfunc="sum", observed=True)
    sums = sums.reindex(columns=["operational", "certified"]).fillna(0)
    known = batch.surroundings.task_sums.set_index("task_code").reindex(sums.index)
    sums = sums.add(known[["operational", "certified"]].astype(float).fillna(0))
    last = pd.Series(new.index, index=new["task_code"]).groupby(level=0).last()
    return sums.assign(
        planned_m2=known["planned_m2"].astype(float),
        is_completed=known["is_completed"].eq(other=True),
        index=last,
    )
