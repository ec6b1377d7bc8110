"""Reports on weeks, months, quarters, years and any days: every table counted again by pandas, and days added up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.periods import Period, PeriodUnit, period, periods_between, previous, year_before
from service.access import Actor
from service.accounts.flow import add_person, local_administrator
from service.published.flow import import_published
from service.reports.content import Content, Table
from service.reports.flow import ReportOrder, issue
from tests.service.bulletins import NOW, SETTINGS, Value, column, number, numbers, of_period, report, total
from tests.service.histories import PROPERTY, rolled_back
from tests.service.records import approve
from tests.service.works import GROUPS, METHODS, NAMES, WORKS, Counted, by_method, records, within

REPORTS = (
    ("weekly", "2025-W42"),
    ("monthly", "2025-10"),
    ("quarterly", "2025-Q4"),
    ("annual", "2025"),
    ("period", "2025-10-03..2025-10-16"),
)
LINES = {"by_district_and_method": "district", "by_organisation": "organisation", "by_class": "class"}
ORIGIN = date(2020, 11, 10)
SLACK_M2 = 2.0
"""Of all squares together: their edges are parts of parallels, which no geodesic follows."""
AREAS = (*METHODS, "released")
Works = Sequence[Mapping[str, Any]]
OPENED_ON = date(2025, 10, 5)
PRESS = """\
kind,period_from,period_to,key,ap_mines,at_mines,uxo,area_ha,source
cumulative,2020-11-10,2025-10-05,all,11009,5444,15020,9568.1,https://example.az/total
week,2025-10-13,2025-10-19,all,61,69,2000,1587.8,https://example.az/week
month,2025-10-01,2025-10-31,all,406,364,12298,6400.0,https://example.az/month
"""


def see_same(told: Mapping[str, Value], counted: Mapping[str, Value]) -> None:
    """See that figures are the same, but for the last square metre, and missing where the others are."""
    assert dict(told) == {
        key: None if value is None else pytest.approx(value, abs=SLACK_M2) for key, value in counted.items()
    }


def lines(table: Table, *columns: str) -> dict[str, dict[str, Value]]:
    """Give the values of columns by the keys of the rows."""
    keys = columns or tuple(each.key for each in table.columns)
    return {row.key: {key: table.cell(row.key, key).value for key in keys} for row in table.rows}


# --- every table, counted again -----------------------------------------------------------------------------------


@settings(PROPERTY, max_examples=4)
@given(works=WORKS)
def test_every_table_tells_what_pandas_counts_over_the_same_records(country: Engine, works: Works) -> None:
    counted = Counted.of(works)
    with rolled_back(country) as session:
        approve(session, **NAMES, release_areas=records(works))
        import_published(session, PRESS.encode(), actor=local_administrator(session), today=NOW.date())
        for kind, label in REPORTS:
            made = report(session, kind, label, cumulative_opening=OPENED_ON)
            see_opening(made, counted)
            see_published(made, counted)
            see_key_figures(made, counted)
            see_lines(made, counted)
            see_districts(made, counted)
            see_series(made, counted)
            see_without_geometry(made, counted)
            if kind != "weekly":
                see_accounts(made, counted)
                see_quality_control(made, counted)
                see_productivity(made, counted)


def see_opening(made: Content, counted: Counted) -> None:
    """See that what is recorded after the last day of the opening is added to it, and nothing of before."""
    later = OPENED_ON + timedelta(days=1), made.period.end
    area_m2 = counted.freed(*later)["area_m2"].sum()
    items = within(counted.items, *later)[["ap", "at", "uxo"]].sum().to_dict()
    told = lines(made.table("with_opening"), "ap", "at", "uxo", "area")
    see_same(told["since"], items | {"area": area_m2})
    assert told["opening"] == {"ap": 11_009, "at": 5_444, "uxo": 15_020, "area": 95_681_000}
    sums = {str(key): number(told["opening"][str(key)]) + count for key, count in items.items()}
    # Printed and given with one decimal of a hectare, as the opening was published.
    assert told["total"] == sums | {"area": pytest.approx(95_681_000 + area_m2, abs=500 + SLACK_M2)}


def see_published(made: Content, counted: Counted) -> None:
    """See beside each published figure what is recorded of its days, and the course in the periods that it is of."""
    for key, computed in column(made, "as_published", "computed").items():
        days = period(key.split("/")[1])
        freed = counted.freed(days.start, days.end)
        assert computed == (None if freed.empty else pytest.approx(freed["area_m2"].sum(), abs=SLACK_M2)), key
    published = {"2025-W42": 15_878_000, "2025-10": 64_000_000}
    told = {row.key for row in made.table("series").rows}
    course = {label: area_m2 for label, area_m2 in published.items() if label in told}
    assert column(made, "published_course", "area") == course


def see_key_figures(made: Content, counted: Counted) -> None:
    of = made.period
    days = {"period": of, "previous": previous(of), "cumulative": Period(ORIGIN, of.end, "")}
    days |= {} if of.unit is PeriodUnit.YEAR else {"year_before": year_before(of)}
    changes = {f"{key}_change" for key in ("previous", "year_before") if key in days}
    assert {each.key for each in made.table("key_figures").columns} == {*days, *changes}
    for key, one in days.items():
        figures = column(made, "key_figures", key)
        if within(counted.releases, one.start, one.end).empty and key != "cumulative":
            assert {figures[name] for name in (*AREAS, *GROUPS)} == {None}
            continue
        see_same({name: figures[name] for name in AREAS}, by_method(counted.freed(one.start, one.end)))
        items = within(counted.items, one.start, one.end)[list(GROUPS)].sum()
        assert {group: figures[group] for group in GROUPS} == items.to_dict()
        assert figures["items"] == items.sum()
        assert figures["without_geometry"] == within(counted.reported, one.start, one.end)["area_reported_m2"].sum()
    for key in changes:
        see_change(made, key)


def see_change(made: Content, key: str) -> None:
    """See that a change is the one figure less the other, and missing where either is."""
    now, then = (column(made, "key_figures", name) for name in ("period", key.removesuffix("_change")))
    for row, change in column(made, "key_figures", key).items():
        if now[row] is None or then[row] is None:
            assert change is None
        else:
            assert change == pytest.approx(number(now[row]) - number(then[row]), abs=0.002)


def see_lines(made: Content, counted: Counted) -> None:
    freed = counted.freed(made.period.start, made.period.end)
    for key, dimension in LINES.items():
        told = lines(made.table(key))
        expected = {str(name): by_method(group) for name, group in freed.groupby(dimension)}
        # Who worked and freed nothing has a line too.
        assert expected.keys() <= told.keys()
        for row, values in told.items():
            see_same(values, expected.get(row, dict.fromkeys(AREAS, 0.0)))
        see_total(made.table(key), by_method(freed), is_empty=not told)


def see_total(table: Table, counted: Mapping[str, Value], *, is_empty: bool) -> None:
    if is_empty:
        assert table.total is None
        return
    see_same({each.key: figure.value for each, figure in zip(table.columns, table.total or (), strict=True)}, counted)


def see_districts(made: Content, counted: Counted) -> None:
    start, end = made.period.start, made.period.end
    worked = within(counted.releases, start, end)
    told = lines(made.table("by_district"))
    assert set(told) == set(worked["district"])
    assert made.figure("district_count").value == worked["district"].nunique()
    freed, items = counted.freed(start, end), within(counted.items, start, end)
    for code, values in told.items():
        assert values["released"] == pytest.approx(freed[freed["district"] == code]["area_m2"].sum(), abs=SLACK_M2)
        counts = items[items["district"] == code][list(GROUPS)].sum()
        assert {group: values[group] for group in GROUPS} == counts.to_dict()
        assert values["items"] == counts.sum()


def see_series(made: Content, counted: Counted) -> None:
    start = made.period.start if made.period.unit is PeriodUnit.DAYS else None
    for label, values in lines(made.table("series")).items():
        days = period(label)
        freed = counted.freed(max(days.start, start or days.start), min(days.end, made.period.end))
        see_same(values, dict.fromkeys(AREAS) if freed.empty else by_method(freed))


def see_without_geometry(made: Content, counted: Counted) -> None:
    reported = within(counted.reported, made.period.start, made.period.end)
    by_district = reported.groupby("district")["area_reported_m2"]
    told = lines(made.table("without_geometry"))
    assert {code: (values["releases"], values["area"]) for code, values in told.items()} == {
        code: (len(group), group.sum()) for code, group in by_district
    }


def see_accounts(made: Content, counted: Counted) -> None:
    of = made.period
    for account in ("operational", "certified"):
        for name, start in ((account, of.start), (f"{account}_total", ORIGIN)):
            see_same(column(made, "accounts", name), by_method(counted.freed(start, of.end, account)))


def see_quality_control(made: Content, counted: Counted) -> None:
    told = counted.releases
    dated = told.assign(day=told["accepted_on"].where(told["basis"] == "certified", told["day"]))
    found = within(dated, made.period.start, made.period.end)
    for state, values in lines(made.table("quality_control")).items():
        for basis in ("operational", "certified"):
            theirs = found[(found["qc_state"] == state) & (found["basis"] == basis)]
            assert values[basis] == len(theirs)
            freed = counted.freed(made.period.start, made.period.end, basis)
            ground = freed[freed["code"].isin(theirs["code"])]["area_m2"].sum()
            assert values[f"{basis}_ground"] == pytest.approx(ground, abs=SLACK_M2)


def see_productivity(made: Content, counted: Counted) -> None:
    start, end = made.period.start, made.period.end
    freed, items = counted.freed(start, end), within(counted.items, start, end)
    outlines = cleared_outlines(freed, within(counted.releases, start, end))
    for code, values in lines(made.table("productivity")).items():
        theirs = freed[freed["organisation"] == code]
        worked = theirs[theirs["method"] == "cleared"]["area_m2"].sum()
        finds = items[items["organisation"] == code][list(GROUPS)].sum().sum()
        own = outlines[outlines["organisation"] == code]
        assert values["worked"] == pytest.approx(worked, abs=SLACK_M2)
        assert (values["found"], values["polygons"]) == (finds, len(own))
        assert values["ground_per_item"] == (pytest.approx(worked / finds, abs=SLACK_M2) if finds else None)
        see_share(values["without_find"], (own[list(GROUPS.values())].fillna(0).sum(axis=1) == 0).to_list())
        not_cleared = theirs[theirs["method"].isin(["reduced", "cancelled"])]["area_m2"].sum()
        whole = theirs["area_m2"].sum()
        assert values["not_cleared"] == (pytest.approx(not_cleared / whole, abs=1e-4) if whole else None)
        see_deminer_days(values, freed, within(counted.releases, start, end), code)


def see_deminer_days(values: Mapping[str, Value], freed: pd.DataFrame, releases: pd.DataFrame, code: str) -> None:
    """See that an organisation's deminers count once a day, however many releases name them."""
    is_told = releases["deminers"].notna() & releases["method"].isin(["cleared", "reduced"])
    told = releases[is_told & (releases["organisation"] == code)]
    day_count = told.groupby(["crew", "day"])["deminers"].max().sum() if len(told) else 0
    assert values["deminer_days"] == (day_count or None)
    worked = freed[freed["code"].isin(told["code"])]["area_m2"].sum()
    assert values["ground_per_day"] == (pytest.approx(worked / day_count, abs=SLACK_M2) if day_count else None)


def cleared_outlines(freed: pd.DataFrame, releases: pd.DataFrame) -> pd.DataFrame:
    """Give the cleared releases whose outline counts: of completion reports those that freed half of theirs."""
    cleared = releases[(releases["method"] == "cleared") & releases["box"].notna()]
    count = freed.groupby("code").size()
    is_own = [
        one["basis"] == "operational" or 2 * count.get(one["code"], 0) >= one["box"][2] * one["box"][3]
        for one in cleared.to_dict("records")
    ]
    return cleared[pd.Series(is_own, index=cleared.index, dtype=bool)]


def see_share(told: Value, each: Sequence[bool]) -> None:
    assert told == (pytest.approx(sum(each) / len(each)) if each else None)


# --- what came late, counted again --------------------------------------------------------------------------------


@settings(PROPERTY, max_examples=3)
@given(works=WORKS, later=WORKS)
def test_late_entries_tell_by_what_each_earlier_week_grew_since_its_report(
    country: Engine, works: Works, later: Works
) -> None:
    after = [{**work, "code": f"L{work['code']}"} for work in later]
    with rolled_back(country) as session:
        approve(session, **NAMES, release_areas=records(works))
        issue_last_week(session)
        approve(session, release_areas=records(after))
        made = report(session, "weekly", "2025-W42")
    then, now = (squares_by_week(Counted.of(known)) for known in (works, [*works, *after]))
    grown = now.sub(then, fill_value=0)
    told = lines(made.table("late"), *METHODS, "released")
    for week, group in grown.groupby(level="week"):
        values = told.pop(str(week), dict.fromkeys(AREAS, 0.0))
        by_name = group.droplevel("week").to_dict()
        methods = {method: by_name.get(method, 0.0) for method in METHODS}
        assert values["released"] == pytest.approx(sum(methods.values()), abs=SLACK_M2)
        known = {method: value for method, value in values.items() if method in methods and value is not None}
        see_same(known, {method: methods[method] for method in known})
    # What is left of the lines tells of items or of ground that came from one release to another.
    assert all(values["released"] == pytest.approx(0, abs=SLACK_M2) for values in told.values())
    see_late_items(made, Counted.of(works), Counted.of([*works, *after]))


def issue_last_week(session: Session) -> None:
    person = add_person(session, "officer", name="Officer", role=Role.REPORT_OFFICER, password=None)
    officer = Actor(id=person, login="officer", name="Officer", role=Role.REPORT_OFFICER)
    order = ReportOrder(kind="weekly", period="2025-W41", accept="As reported.")
    issue(session, order, actor=officer, settings=SETTINGS, now=NOW)


def squares_by_week(counted: Counted) -> pd.Series:
    """Add up what was freed until the end of the week before, by week and method."""
    freed = counted.freed(ORIGIN, date(2025, 10, 12))
    return freed.assign(week=[f"{day:%G-W%V}" for day in freed["day"]]).groupby(["week", "method"])["area_m2"].sum()


def see_late_items(made: Content, then: Counted, now: Counted) -> None:
    before, after = (
        within(counted.items, ORIGIN, date(2025, 10, 12))[list(GROUPS)].sum().sum() for counted in (then, now)
    )
    assert total(made, "late", "items") == after - before


# --- days add up --------------------------------------------------------------------------------------------------

SUMS = (
    ("2025-W42", PeriodUnit.DAY),
    ("2025-Q4", PeriodUnit.MONTH),
    ("2025", PeriodUnit.QUARTER),
    ("2025-09-30..2025-10-05", PeriodUnit.DAY),
)


def added(parts: Iterable[Content], key: str) -> float:
    """Add a figure up over reports; one without work adds nothing."""
    return sum(number(value) for made in parts if (value := of_period(made, key)) is not None)


@settings(PROPERTY, max_examples=2)
@given(works=WORKS)
def test_days_add_up_to_weeks_and_months_to_quarters_and_years_before_any_rounding(
    country: Engine, works: Works
) -> None:
    with rolled_back(country) as session:
        approve(session, **NAMES, release_areas=records(works))
        for label, unit in SUMS:
            whole = report(session, "period", label)
            of = whole.period
            parts = [report(session, "period", one.label) for one in periods_between(unit, of.start, of.end)]
            for key in ("released", "items", "ap", "at", "uxo", "without_geometry"):
                assert added([whole], key) == pytest.approx(added(parts, key), abs=1e-6)


@settings(PROPERTY, max_examples=2)
@given(works=WORKS)
def test_parts_are_their_total_before_any_rounding_whichever_way_a_report_splits_it(
    country: Engine, works: Works
) -> None:
    with rolled_back(country) as session:
        approve(session, **NAMES, release_areas=records(works))
        for kind, label in REPORTS:
            made = report(session, kind, label)
            if not made.has_work:
                continue
            for table in (*LINES, "by_district"):
                parts = sum(numbers(made, table, "released").values())
                assert round(parts, 3) == of_period(made, "released")
                assert made.table(table).total is None or total(made, table, "released") == of_period(made, "released")
            assert sum(numbers(made, "by_district", "items").values()) == of_period(made, "items")


# --- what a report is called --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "label", "unit"),
    [("monthly", "2025-W43", "week"), ("weekly", "2025-10", "month"), ("annual", "2025-Q4", "quarter")],
)
def test_no_report_is_made_of_a_period_that_its_name_does_not_tell(
    session: Session, kind: str, label: str, unit: str
) -> None:
    assert period(label).unit == unit
    with pytest.raises(Exception, match="is made for"):
        report(session, kind, label)
