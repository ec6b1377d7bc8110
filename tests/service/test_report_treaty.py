"""The treaty tables: every figure against the rule in plain pandas over the same records, and items counted by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.language import LANGUAGES
from gis.periods import period
from gis.treaties import TreatyView
from service.problems import WrongParameter
from service.reports.content import Column, Content, Row, Table, Words
from service.reports.declared import Kind, Part, phrase
from service.reports.flow import ReportOrder
from service.reports.gathering import Edition, Gathered
from service.reports.kinds.treaty import TREATY
from service.reports.making import gather
from service.reports.page import Page, Setting, page
from service.reports.printing import count
from tests.service.bulletins import SETTINGS, column, content, number
from tests.service.ground import BOUNDARY, Area, passages, stock_lines
from tests.service.year import AREAS, CERTIFIED, INTERNAL, ITEMS, approve_year

YEAR = ReportOrder(kind="treaty", period="2025")
FIRST, LAST = "2025-01-01", "2025-12-31"
CLOSE_M2 = 0.5
METHODS = ("cancelled", "reduced", "cleared", "undetermined")


@pytest.fixture(scope="module")
def approved(engine: Engine) -> Iterator[Connection]:
    """Approve the year once for all tests."""
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            approve_year(session)
            session.commit()
        yield connection
        transaction.rollback()


@pytest.fixture
def connection(approved: Connection) -> Iterator[Connection]:
    savepoint = approved.begin_nested()
    yield approved
    savepoint.rollback()


def lines(view: TreatyView) -> dict[str, pd.DataFrame]:
    """Give the ground that counts in a view, by the lines of its balance."""
    told = stock_lines(passages(AREAS, CERTIFIED), FIRST, LAST)
    return {line: ground[ground["types"].map(view.holds)] for line, ground in told.items()}


def within(frame: pd.DataFrame, district: str) -> pd.DataFrame:
    return frame if district == "total" else frame[frame["district"] == district]


def counted(areas: Iterable[Area], district: str) -> int:
    """Count areas in the district that most of their ground lies in."""
    homes = ["AGM" if area.rect.column + area.rect.width / 2 <= BOUNDARY else "FUZ" for area in areas]
    return len(homes) if district == "total" else homes.count(district)


def cells(table: Table) -> dict[str, dict[str, float]]:
    """Give the values of a table by row and column, the total among them."""
    rows = {row.key: row.cells for row in table.rows} | {"total": table.total or ()}
    names = [each.key for each in table.columns]
    return {key: dict(zip(names, map(number, (cell.value for cell in row)), strict=True)) for key, row in rows.items()}


def written(made: Content, kind: Kind, language: Language) -> Page:
    return page(made, kind, Setting(language=language, zone=ZoneInfo(SETTINGS.time_zone), issued=None), map_svg=None)


def standing(view: TreatyView) -> list[Area]:
    return [area for area in AREAS if area.stands(date.fromisoformat(LAST)) and view.holds(area.types)]


def test_a1_is_the_stock_of_the_witness(session: Session) -> None:
    told, stock = cells(content(session, YEAR).table("a1")), lines(TreatyView.APMBC)["closing"]
    assert set(told) == {"AGM", "FUZ", "total"}
    for district, row in told.items():
        ground = within(stock, district)
        for kind in ("sha", "cha"):
            areas = [area for area in standing(TreatyView.APMBC) if area.classification == kind]
            assert row[f"{kind}_areas"] == counted(areas, district)
            assert row[kind] == pytest.approx(ground[ground["class"] == kind]["m2"].sum(), abs=CLOSE_M2)
        assert row["total"] == pytest.approx(ground["m2"].sum(), abs=CLOSE_M2)


@pytest.mark.parametrize(("table", "view"), [("a2", TreatyView.APMBC), ("cf_released", TreatyView.CCM)])
def test_land_released_held_the_types_until_then(session: Session, table: str, view: TreatyView) -> None:
    told = passages(AREAS, CERTIFIED)
    year = told[(told["day"] >= FIRST) & (told["day"] <= LAST)]
    is_freed = year["cause"].isin(METHODS) & year["before"].map(view.holds)
    is_outside = (year["cause"] == "outside") & year["targets"].map(view.holds)
    released = year[is_freed | is_outside]
    made = cells(content(session, YEAR).table(table))
    assert {*released["district"], "total"} <= set(made)
    for district, row in made.items():
        ground = within(released, district).groupby("method")["m2"].sum()
        assert {method: row[method] for method in METHODS} == pytest.approx(
            {method: ground.get(method, 0) for method in METHODS}, abs=CLOSE_M2
        )
        assert row["released"] == pytest.approx(ground.sum(), abs=CLOSE_M2)
        closed = [area for area in AREAS if area.until and not area.is_succeeded and view.holds(area.types)]
        assert row["closed"] == counted(closed, district)


def test_items_destroyed_are_those_of_the_year_by_district(session: Session) -> None:
    made = content(session, YEAR)
    a2 = {key: tuple(row[name] for name in ("ap", "at", "other")) for key, row in cells(made.table("a2")).items()}
    assert a2 == {"AGM": (7, 0, 14), "FUZ": (1, 5, 6), "total": (8, 5, 20)}
    submunitions = {key: row["submunitions"] for key, row in cells(made.table("cf_released")).items()}
    assert submunitions == {"AGM": 3, "FUZ": 6, "total": 9}
    assert column(made, "cf_submunitions", "items") == {"9N210": 2, "9N235": 3, "": 4}
    (total,) = made.table("cf_submunitions").total or ()
    assert total.value == 9


def test_a3_holds_the_areas_that_are_new_and_no_successors(session: Session) -> None:
    told, new = cells(content(session, YEAR).table("a3")), lines(TreatyView.APMBC)["identified"]
    assert set(told) == {"FUZ", "total"}
    areas = [area for area in AREAS if FIRST <= area.first <= LAST and TreatyView.APMBC.holds(area.types)]
    for district, row in told.items():
        ground = within(new, district)
        assert row["areas"] == counted([area for area in areas if not area.is_successor], district)
        assert row["total"] == pytest.approx(ground["m2"].sum(), abs=CLOSE_M2)
        assert row["sha"] == pytest.approx(ground[ground["class"] == "sha"]["m2"].sum(), abs=CLOSE_M2)


def test_the_views_overlap_and_are_never_added(session: Session) -> None:
    stock = stock_lines(passages(AREAS, CERTIFIED), FIRST, LAST)["closing"]
    told = {key: number(value) for key, value in column(content(session, YEAR), "treaty_views", "area").items()}
    expected = {view.value: stock[stock["types"].map(view.holds)]["m2"].sum() for view in TreatyView}
    assert told == pytest.approx({**expected, "all": stock["m2"].sum()}, abs=CLOSE_M2)
    assert told["both"] > 0
    assert told["apmbc"] + told["ccm"] - told["both"] < told["all"]  # other ordnance is in neither
    assert content(session, YEAR).table("treaty_views").total is None


def test_cluster_areas_are_counted_by_status_and_listed_if_public(session: Session) -> None:
    made = content(session, YEAR)
    told, stock = cells(made.table("cf_areas")), lines(TreatyView.CCM)["closing"]
    for district, row in told.items():
        assert row["areas"] == row["open"] + row["worked_on"] + row["suspended"]
        assert row["areas"] == counted(standing(TreatyView.CCM), district)
        assert row["area"] == pytest.approx(within(stock, district)["m2"].sum(), abs=CLOSE_M2)
    listed = {row.key for row in made.table("cf_list").rows}
    assert listed == {area.code for area in standing(TreatyView.CCM)} - {INTERNAL}
    assert (made.figure("ccm_areas").value, made.figure("ccm_listed").value) == (len(listed) + 1, len(listed))
    assert INTERNAL not in str(made)


def test_the_footprint_is_the_cleared_ground_around_finds(session: Session) -> None:
    told = {key: number(value) for key, value in column(content(session, YEAR), "cf_footprint", "value").items()}
    # EO-1, EO-8 and EO-9 were found in the corner of RA-02; where EO-2 and EO-3 lie nothing accepted was cleared.
    assert (told["located"], told["unlocated"]) == (3 + 2 + 4 + 60 + 90, 0)
    assert 0 < told["footprint"] < 3.15 * 50**2
    cleared = passages(AREAS, CERTIFIED)
    of_class = cleared["targets"].map(lambda types: types == {"cmr"}) & (cleared["cause"] == "outside")
    assert told["classed"] == pytest.approx(cleared[of_class]["m2"].sum(), abs=CLOSE_M2)


def test_square_metres_are_printed_whole(session: Session) -> None:
    for table in content(session, YEAR).tables:
        for row in table.rows:
            assert not [cell.key for cell in row.cells if cell.unit == "m2" and "." in cell.printed.en]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("party to neither convention", "30 April 2026", "Do not add them", "Victims (A-4, C-H)")),
        ("az", ("iştirakçısı deyil", "30.04.2026", "Onları toplamayın", "Zərərçəkənlər (A-4, C-H)")),
    ],
)
def test_notes_say_what_the_tables_are(session: Session, language: Language, words: tuple[str, ...]) -> None:
    told = written(content(session, YEAR), TREATY, language)
    said = " ".join((*told.summary, *told.notes, *told.head.notes))
    assert [word for word in words if word not in said] == []


def test_a_year_without_anything_says_so_in_every_table(session: Session) -> None:
    made = content(session, ReportOrder(kind="treaty", period="2022"))
    assert {table.key for table in made.tables if table.rows} == {"treaty_views", "cf_footprint"}
    for language in LANGUAGES:
        told = page(
            made, TREATY, Setting(language=language, zone=ZoneInfo(SETTINGS.time_zone), issued=None), map_svg=None
        )
        assert all(table.notes for table in told.tables if not table.rows)


@pytest.mark.parametrize("label", ["2025-12", "2025-Q4", "2025-W01"])
def test_treaty_tables_are_made_for_calendar_years_only(session: Session, label: str) -> None:
    with pytest.raises(WrongParameter, match="year"):
        content(session, ReportOrder(kind="treaty", period=label))


# --- another table is a small addition ----------------------------------------------------------------------------


def _victims(gathered: Gathered) -> Table:
    """Give a table as accidents will, once they are recorded: its own question, its own columns."""
    asked = text("select coalesce(sum(quantity), 0) from eo_item_version where recorded @> cast(:at as timestamptz)")
    found = gathered.session.execute(asked, {"at": gathered.edition.as_known_at}).scalar_one()
    row = Row(key="found", label=Words(en="Found", az="Tapılıb"), cells=(count("a4/found/items", found),))
    return Table(key="a4", columns=(Column(key="items"),), rows=(row,))


A4 = Part(key="a4", gather=_victims, title=phrase("A-4"), headings=MappingProxyType({"items": "Items"}))


def test_a_further_table_is_one_declaration(session: Session) -> None:
    kind = replace(TREATY, parts=(*TREATY.parts, A4))
    made = content(session, YEAR)
    edition = Edition(
        period=period("2025"),
        scope=made.scope,
        account=kind.account,
        as_known_at=made.as_known_at,
        today=made.made_on,
    )
    again = gather(kind, Gathered(session=session, edition=edition, settings=SETTINGS))
    assert again.tables[:-1] == made.tables
    assert again.table("a4").cell("found", "items").value == sum(item["quantity"] for item in ITEMS)
    for language in LANGUAGES:
        told = page(
            again, kind, Setting(language=language, zone=ZoneInfo(SETTINGS.time_zone), issued=None), map_svg=None
        )
        assert told.tables[-1].title == "A-4"
        assert [table.key for table in told.tables[:-1]] == [part.key for part in TREATY.parts]
