"""Published figures in reports: cited apart from what is computed, and as the opening of a total."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.language import LANGUAGES
from gis.text import NO_BREAK_SPACE
from seeds import published_figures as press
from service.accounts.flow import local_administrator
from service.ledger.known import latest_known
from service.problems import WrongParameter
from service.progress.queries import progress
from service.progress.questions import ProgressQuestion
from service.published.flow import import_published, withdraw_published
from service.published.queries import published_figures, weeks_of_their_own
from service.reports.content import Content
from service.reports.declared import SayAll
from service.reports.flow import ReportOrder, preview
from service.reports.kinds.cards import WORK_CARDS
from service.reports.parts.key_figures import KEY_FIGURES, told_beside
from service.reports.parts.opening import released_in_all
from service.reports.parts.series import CUMULATIVE_LINE
from service.reports.press_release import paragraph
from service.reports.scope import Scope, ScopeKind
from tests.conftest import filled_engine
from tests.service.published import (
    ABOUT,
    EXACT,
    NOW,
    SETTINGS,
    TODAY,
    WEEK,
    approve_two_releases,
    cited,
    instant_of,
    made,
    only,
    take_in,
)


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with two releases."""
    with filled_engine(migrated, approve_two_releases) as engine:
        yield engine


def test_no_computed_figure_holds_a_published_one(session: Session) -> None:
    question = ProgressQuestion(start=date(2020, 11, 10), end=TODAY)
    before = progress(session, question)
    import_published(session, press(), actor=local_administrator(session), today=TODAY)
    assert progress(session, question) == before


def test_a_withdrawn_figure_is_cited_as_known_before_and_no_more_since(session: Session) -> None:
    take_in(session, WEEK)
    wrong, before = only(session), instant_of(session)
    withdraw_published(session, wrong.id, reason=" Read from another week. ", actor=local_administrator(session))
    assert (cited(made(session)), published_figures(session)) == ({}, [])
    assert [one.id for one in published_figures(session, before)] == [wrong.id]
    order = ReportOrder(kind="weekly", period="2025-W43", as_known_at=before)
    then = preview(session, order, settings=SETTINGS, now=NOW).content
    assert list(cited(then)) == ["Whole country"]
    source = then.table("as_published").rows[0].cells[-1]
    assert source.records == f"/published?{urlencode({'as_known_at': before.isoformat()})}#f-{wrong.id}"


def test_a_week_is_told_as_published_beside_what_is_recorded(session: Session) -> None:
    take_in(session, WEEK, ABOUT)
    # One square of the grid is 0.9536 ha, by pyproj's geodesics.
    assert cited(made(session)) == {
        "Whole country": ["143", "83", "5,498", "1,644.6", "Rounded", "0.9536", "report.az"],
        "Total, 10 November 2020 – 30 June 2025": ["10", "20", "–", "≈ 30 km²", "Approximate", "–", "example.az"],
    }
    table = made(session).table("as_published")
    values = [table.cell(row.key, "area").value for row in table.rows]
    assert values == [16_446_000, "30 km2"]


def test_days_that_are_no_whole_week_keep_their_own(session: Session) -> None:
    take_in(session, WEEK.replace("2025-10-20", "2025-10-19").replace("2025-10-26", "2025-10-25"))
    assert list(cited(made(session))) == ["Whole country, 19–25 October 2025"]


def test_a_week_of_an_old_bulletin_is_made_and_compared_by_its_own_days(session: Session) -> None:
    take_in(session, WEEK.replace("2025-10-26", "2025-10-25"), WEEK.replace("report", "other"))
    assert [one.label for one in weeks_of_their_own(published_figures(session))] == ["2025-10-20..2025-10-25"]
    content = made(session, "2025-10-20..2025-10-25", "period")
    assert list(cited(content)) == ["Whole country"]
    assert [one.label for one in told_beside(content.period, TODAY).values()] == [
        "2025-10-13..2025-10-18", "2024-10-21..2024-10-26",
    ]  # fmt: skip


# --- the same total wherever it is told ---------------------------------------------------------------------------


def in_both_languages(content: Content, say: SayAll) -> dict[Language, str]:
    return {language: " ".join(say(content, language)).replace(NO_BREAK_SPACE, " ") for language in LANGUAGES}


def test_card_paragraph_and_chart_tell_the_total_with_its_opening_and_how_much_is_cited(session: Session) -> None:
    take_in(session, EXACT)
    content = made(session, cumulative_opening=date(2025, 9, 30))
    # 10.5 ha until September and a square of 0.9536 ha; what is recorded of September is not added
    assert released_in_all(content).printed.en == "11.5"
    assert WORK_CARDS[-1].note(content, "en") == "since 10 November 2020, until 30 September 2025 as published"
    press = in_both_languages(content, paragraph)
    assert "11.5 ha of land have been released, 10.5 ha of it as published until 30 September 2025." in press["en"]
    assert "disposed of since then: 103 anti-personnel mines, 200 anti-tank mines and 300 items" in press["en"]
    assert "11,5 ha ərazi istifadəyə buraxılıb, onun 10,5 ha hissəsi 30.09.2025" in press["az"]
    assert CUMULATIVE_LINE.title(content, "en").endswith("; until 30 September 2025 as published")
    svg = CUMULATIVE_LINE.draw(content, "en").replace(NO_BREAK_SPACE, " ")
    assert (">11.5 ha<" in svg, "11.5 ha at the end of 26 October 2025." in svg) == (True, True)
    notes = KEY_FIGURES.notes(content, "en")
    assert "as recorded, without what was published until 30 September 2025" in notes[-1]


def test_a_rough_total_is_drawn_and_told_as_rough_as_it_is(session: Session) -> None:
    take_in(session, ABOUT)
    content = made(session, cumulative_opening=date(2025, 6, 30))
    assert ">≈ 30 km²<" in CUMULATIVE_LINE.draw(content, "en").replace(NO_BREAK_SPACE, " ")
    press = in_both_languages(content, paragraph)["en"]
    assert "≈ 30 km² of land have been released, ≈ 30 km² of it as published until 30 June 2025." in press
    assert "disposed of since then" not in press, "the source says nothing of other ordnance"


def test_an_opening_that_nobody_knows_leaves_the_record_s_total_and_is_told(session: Session) -> None:
    content = made(session, cumulative_opening=date(2025, 9, 30))
    assert released_in_all(content).printed.en == "1.9"
    assert "A published total until 30 September 2025 should open it" in KEY_FIGURES.notes(content, "en")[-1]
    assert KEY_FIGURES.notes(content, "az")[-1] != KEY_FIGURES.notes(content, "en")[-1]


def test_a_year_is_told_by_district_operator_and_purpose(session: Session) -> None:
    import_published(session, press(), actor=local_administrator(session), today=TODAY)
    year = cited(made(session, "2023", "annual"))
    assert list(year)[:2] == ["Whole country", "Jabrayil"]
    assert year["Aghdam"][3:] == ["7,956.1", "Rounded", "–", "en.trend.az"]
    assert {"Operator: Ministry of Defence", "Purpose: Agriculture"} <= set(year)
    district = made(session, "2025", "annual", scope=Scope(kind=ScopeKind.DISTRICT, code="AGM"))
    assert {key: told[3:6] for key, told in cited(district).items()} == {"Aghdam": ["7,672.1", "Rounded", "1.9"]}


def test_what_was_published_later_is_in_no_report_of_before(session: Session) -> None:
    before = latest_known(session)
    take_in(session, WEEK)
    order = ReportOrder(kind="weekly", period="2025-W43", as_known_at=before)
    then = preview(session, order, settings=SETTINGS, now=NOW).content
    assert (cited(then), len(cited(made(session)))) == ({}, 1)


def test_without_a_published_figure_the_table_says_so(session: Session) -> None:
    content = made(session)
    assert (content.table("as_published").rows, content.table("published_course").rows) == ((), ())


# --- as an opening ------------------------------------------------------------------------------------------------


def test_cumulative_figures_open_with_the_published_total_that_is_named(session: Session) -> None:
    take_in(session, ABOUT, EXACT)
    content = made(session, cumulative_opening=date(2025, 9, 30))
    assert cited(content, "with_opening") == {
        "Opening, as published, 10 November 2020 – 30 September 2025": [
            *("100", "200", "300", "10.5", "Rounded", "example.az"),
        ],
        "Recorded since, 1–26 October 2025": ["3", "0", "0", "0.9536", "–", "–"],
        "Together": ["103", "200", "300", "11.5", "Rounded", "–"],
    }


def test_a_total_is_as_rough_as_its_opening(session: Session) -> None:
    take_in(session, ABOUT)
    told = cited(made(session, cumulative_opening=date(2025, 6, 30)), "with_opening")
    # 30 km² and two squares of 0.0095 km²
    assert told["Together"] == ["17", "20", "–", "≈ 30 km²", "Approximate", "–"]


@pytest.mark.parametrize(
    ("period", "opening"),
    [("2025-W43", None), ("2025-W26", date(2025, 6, 30)), ("2025-W43", date(2024, 1, 1))],
    ids=["none named", "period before its end", "none known"],
)
def test_without_an_opening_cumulative_figures_are_the_record_s(
    session: Session, period: str, opening: date | None
) -> None:
    take_in(session, ABOUT)
    assert made(session, period, cumulative_opening=opening).table("with_opening").rows == ()


def test_an_opening_of_which_several_are_known_is_refused(session: Session) -> None:
    take_in(session, ABOUT, ABOUT.replace("example.az/y", "example.az/other"))
    with pytest.raises(WrongParameter, match="several are known"):
        made(session, cumulative_opening=date(2025, 6, 30))
