"""Published figures in the database: whole files, every version, and apart from what is computed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gis.codelists import Language, PublishedKind, Role
from gis.language import LANGUAGES
from gis.text import NO_BREAK_SPACE
from seeds import published_figures as press
from service.accounts.flow import local_administrator
from service.problems import FigureClosed, NotAllowed, NotFound, NotSignedIn, Problem, WrongParameter
from service.progress.queries import progress
from service.progress.questions import ProgressQuestion
from service.published.flow import Imported, find_published, import_published, withdraw_published
from service.published.queries import StoredFigure, published_figures, published_versions, weeks_of_their_own
from service.reports.content import Content
from service.reports.declared import SayAll
from service.reports.flow import ReportOrder, preview
from service.reports.kinds.cards import WORK_CARDS
from service.reports.parts.key_figures import KEY_FIGURES, told_beside
from service.reports.parts.opening import released_in_all
from service.reports.parts.series import CUMULATIVE_LINE
from service.reports.press_release import paragraph
from service.reports.scope import COUNTRY, Scope, ScopeKind
from service.settings import Settings
from service.tables import published_figure
from tests.service.files import Headers
from tests.service.records import approve, square

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SETTINGS = Settings(_env_file=None)
HEADER = "kind\tperiod_from\tperiod_to\tkey\tap_mines\tat_mines\tuxo\tarea_ha\tarea_km2\tsource\tnote\n"
WEEK = "week\t2025-10-20\t2025-10-26\tall\t143\t83\t5498\t1644.6\t\thttps://report.az/x\t\n"
ABOUT = "cumulative\t2020-11-10\t2025-06-30\tall\t10\t20\t\t\t30\thttps://example.az/y\tabout 30 km2\n"
EXACT = "cumulative\t2020-11-10\t2025-09-30\tall\t100\t200\t300\t10.5\t\thttps://example.az/z\t\n"


def take_in(session: Session, *rows: str) -> Imported:
    content = (HEADER + "".join(rows)).encode()
    return import_published(session, content, actor=local_administrator(session), today=TODAY)


def counts(done: Imported) -> tuple[int, int, int]:
    """Give how many lines were new, corrected others, and said what was known."""
    return done.new_count, done.corrected_count, done.unchanged_count


@pytest.fixture
def records(session: Session) -> datetime:
    """Approve 1 square of Aghdam in the week and 1 of September."""
    release = {"release_method": "cleared", "district_code": "AGM"}
    return approve(
        session,
        districts=[
            {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-1, -1, width=9, height=9)}
        ],
        release_areas=[
            release | {"code": "R-1", "effective_date": "2025-10-21", "geometry": square(0, 0), "ap_mine": 3},
            release | {"code": "R-2", "effective_date": "2025-09-12", "geometry": square(0, 5), "ap_mine": 4},
        ],
    )


def made(
    session: Session, period: str = "2025-W43", kind: str = "weekly", *, scope: Scope = COUNTRY, **settings: object
) -> Content:
    order = ReportOrder(kind=kind, period=period, scope=scope)
    return preview(session, order, settings=SETTINGS.model_copy(update=settings), now=NOW).content


def cited(content: Content, table: str = "as_published") -> dict[str, list[str]]:
    """Give what stands in the lines of a table, by their labels."""
    return {
        row.label.en: [figure.printed.en.replace(NO_BREAK_SPACE, " ") for figure in row.cells]
        for row in content.table(table).rows
    }


# --- the import ---------------------------------------------------------------------------------------------------


def test_the_press_is_taken_in_once(session: Session) -> None:
    actor = local_administrator(session)
    first, again = (import_published(session, press(), actor=actor, today=TODAY) for _ in range(2))
    assert (counts(first), counts(again)) == ((80, 0, 0), (0, 0, 80))


def test_a_correction_takes_the_place_of_what_was_there_which_stays_in_the_history(session: Session) -> None:
    take_in(session, WEEK)
    before = session.execute(select(func.clock_timestamp())).scalar_one()
    done = take_in(session, WEEK.replace("1644.6", "1644.60"), ABOUT)
    assert counts(done) == (1, 1, 0)

    def area(stored: list[StoredFigure]) -> list[str]:
        return [str(one.figure.area.number) for one in stored if one.figure.area]

    assert area(list(published_figures(session))) == ["1644.60", "30"]
    assert area(list(published_figures(session, before))) == ["1644.6"]


def test_one_bad_line_keeps_the_whole_file_out(session: Session) -> None:
    with pytest.raises(WrongParameter) as refused:
        take_in(session, WEEK, ABOUT.replace("2020-11-10", "10.11.2020"), EXACT.replace("cumulative", "decade"))
    assert refused.value.members["lines"] == [3, 4]
    assert "Nothing was stored" in refused.value.detail["en"]
    assert "Line 3: “10.11.2020”" in refused.value.detail["en"]
    assert "Sətir 4" in refused.value.detail["az"]
    assert published_figures(session) == []


@pytest.mark.parametrize(
    "change",
    [
        "update published_figure set uxo = 1",
        "delete from published_figure",
        "truncate published_figure cascade",
        "update published_withdrawal set reason = 'x'",
        "delete from published_withdrawal",
    ],
)
def test_what_was_published_is_never_changed_or_deleted(session: Session, change: str) -> None:
    take_in(session, WEEK)
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(change))


@pytest.mark.usefixtures("records")
def test_no_computed_figure_holds_a_published_one(session: Session) -> None:
    question = ProgressQuestion(start=date(2020, 11, 10), end=TODAY)
    before = progress(session, question)
    import_published(session, press(), actor=local_administrator(session), today=TODAY)
    assert progress(session, question) == before


# --- what was imported wrongly --------------------------------------------------------------------------------------


def only(session: Session) -> StoredFigure:
    (stored,) = published_figures(session)
    return stored


def instant_of(session: Session) -> datetime:
    at: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return at


@pytest.mark.usefixtures("records")
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


def test_what_was_withdrawn_can_be_imported_again_and_the_history_tells_all(session: Session) -> None:
    take_in(session, WEEK)
    wrong = only(session)
    withdraw_published(session, wrong.id, reason="Of another country", actor=local_administrator(session))
    assert counts(take_in(session, WEEK)) == (1, 0, 0)
    take_in(session, WEEK.replace("1644.6", "1644.7"))
    told = find_published(session, wrong.id)
    assert [(one.stored.id == wrong.id, one.holds, one.reason) for one in told] == [
        (False, True, None), (False, False, None), (True, False, "Of another country"),
    ]  # fmt: skip


def test_a_figure_is_withdrawn_once_with_a_reason_by_who_may(session: Session) -> None:
    take_in(session, WEEK)
    figure_id, administrator = only(session).id, local_administrator(session)
    refused: list[tuple[type[Problem], dict[str, Any]]] = [
        (NotAllowed, {"figure_id": figure_id, "actor": replace(administrator, role=Role.ANALYST)}),
        (NotSignedIn, {"figure_id": figure_id, "actor": None}),
        (NotFound, {"figure_id": UUID(int=0), "actor": administrator}),
        (WrongParameter, {"figure_id": figure_id, "actor": administrator, "reason": " "}),
    ]
    for problem, asked in refused:
        with pytest.raises(problem):
            withdraw_published(session, **({"reason": "Read wrongly"} | asked))
    assert only(session).id == figure_id
    withdraw_published(session, figure_id, reason="Read wrongly", actor=administrator)
    with pytest.raises(FigureClosed, match="withdrawn already"):
        withdraw_published(session, figure_id, reason="Read wrongly", actor=administrator)


def test_what_was_corrected_is_not_withdrawn_in_place_of_its_correction(session: Session) -> None:
    take_in(session, WEEK)
    before = only(session).id
    take_in(session, WEEK.replace("1644.6", "1644.7"))
    with pytest.raises(FigureClosed, match=f"withdraw {only(session).id}"):
        withdraw_published(session, before, reason="Read wrongly", actor=local_administrator(session))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ((HEADER + WEEK).encode("cp1254").replace(b"all", b"\xde"), "not in UTF-8"),
        ((HEADER + WEEK.replace("1644.6", "1644,6")).encode(), "“1644,6” in “area_ha” is not a number"),
        ((HEADER + WEEK.replace("2025-10-20", "20 oktyabr")).encode(), "is no date"),
        ((HEADER + WEEK + WEEK.replace("5498", "5499")).encode(), "Line 2 tells of the same"),
        (b"", "Columns are missing"),
    ],
    ids=["Windows-1254", "decimal comma", "a date in words", "the same with another value", "empty"],
)
def test_of_a_messy_file_nothing_is_left_behind(session: Session, content: bytes, told: str) -> None:
    with pytest.raises(WrongParameter) as refused:
        import_published(session, content, actor=local_administrator(session), today=TODAY)
    assert told in refused.value.detail["en"]
    assert "Heç nə saxlanılmadı" in refused.value.detail["az"]
    assert published_versions(session) == []


# --- in reports ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
def test_a_rough_total_is_drawn_and_told_as_rough_as_it_is(session: Session) -> None:
    take_in(session, ABOUT)
    content = made(session, cumulative_opening=date(2025, 6, 30))
    assert ">≈ 30 km²<" in CUMULATIVE_LINE.draw(content, "en").replace(NO_BREAK_SPACE, " ")
    press = in_both_languages(content, paragraph)["en"]
    assert "≈ 30 km² of land have been released, ≈ 30 km² of it as published until 30 June 2025." in press
    assert "disposed of since then" not in press, "the source says nothing of other ordnance"


@pytest.mark.usefixtures("records")
def test_an_opening_that_nobody_knows_leaves_the_record_s_total_and_is_told(session: Session) -> None:
    content = made(session, cumulative_opening=date(2025, 9, 30))
    assert released_in_all(content).printed.en == "1.9"
    assert "A published total until 30 September 2025 should open it" in KEY_FIGURES.notes(content, "en")[-1]
    assert KEY_FIGURES.notes(content, "az")[-1] != KEY_FIGURES.notes(content, "en")[-1]


@pytest.mark.usefixtures("records")
def test_a_year_is_told_by_district_operator_and_purpose(session: Session) -> None:
    import_published(session, press(), actor=local_administrator(session), today=TODAY)
    year = cited(made(session, "2023", "annual"))
    assert list(year)[:2] == ["Whole country", "Jabrayil"]
    assert year["Aghdam"][3:] == ["7,956.1", "Rounded", "–", "en.trend.az"]
    assert {"Operator: Ministry of Defence", "Purpose: Agriculture"} <= set(year)
    district = made(session, "2025", "annual", scope=Scope(kind=ScopeKind.DISTRICT, code="AGM"))
    assert {key: told[3:6] for key, told in cited(district).items()} == {"Aghdam": ["7,672.1", "Rounded", "1.9"]}


@pytest.mark.usefixtures("records")
def test_what_was_published_later_is_in_no_report_of_before(session: Session, records: datetime) -> None:
    take_in(session, WEEK)
    order = ReportOrder(kind="weekly", period="2025-W43", as_known_at=records)
    then = preview(session, order, settings=SETTINGS, now=NOW).content
    assert (cited(then), len(cited(made(session)))) == ({}, 1)


def test_without_a_published_figure_the_table_says_so(session: Session) -> None:
    content = made(session)
    assert (content.table("as_published").rows, content.table("published_course").rows) == ((), ())


# --- as an opening ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
def test_a_total_is_as_rough_as_its_opening(session: Session) -> None:
    take_in(session, ABOUT)
    told = cited(made(session, cumulative_opening=date(2025, 6, 30)), "with_opening")
    # 30 km² and two squares of 0.0095 km²
    assert told["Together"] == ["17", "20", "–", "≈ 30 km²", "Approximate", "–"]


@pytest.mark.usefixtures("records")
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


@pytest.mark.usefixtures("records")
def test_an_opening_of_which_several_are_known_is_refused(session: Session) -> None:
    take_in(session, ABOUT, ABOUT.replace("example.az/y", "example.az/other"))
    with pytest.raises(WrongParameter, match="several are known"):
        made(session, cumulative_opening=date(2025, 6, 30))


# --- over HTTP and on the page ------------------------------------------------------------------------------------


@pytest.fixture
def ask(session: Session, client: TestClient) -> Callable[..., Any]:
    """Give what asks for published figures of the press, `ask(kind="week")`."""
    import_published(session, press(), actor=local_administrator(session), today=TODAY)
    session.commit()
    return lambda **asked: client.get("/api/v1/published-figures", params=asked)


def test_figures_are_given_by_kind_and_year_with_their_digits(ask: Callable[..., Any]) -> None:
    (row,) = ask(kind="cumulative").json()
    assert (row["area"], row["area_unit"], row["precision"]) == ("9568.1", "ha", "rounded")
    assert [row["key"] for row in ask(kind="year", year=2025).json()] == ["all"]
    assert ask(kind="year", format="csv").text.count("\n") == 5
    assert ask(kind="decade").status_code == 400


@pytest.mark.parametrize(("language", "told"), [("en", "October 2025"), ("az", "Oktyabr 2025")])
def test_the_page_lists_figures_with_their_sources(
    ask: Callable[..., Any], client: TestClient, language: str, told: str
) -> None:
    assert ask().status_code == 200
    page = client.get("/published", params={"kind": "month", "year": "2025", "lang": language}).text
    assert 'href="https://news.day.az/azerinews/1794370.html"' in page
    assert ("12,298" if language == "en" else "12\xa0298") in page
    assert told in page
    assert "1,693.4" not in page


@pytest.mark.parametrize(("language", "told"), [("en", "Read from another page"), ("az", "Geri götürülüb")])
def test_a_withdrawal_on_the_page_is_told_with_its_reason(
    ask: Callable[..., Any], client: TestClient, holder: Callable[..., Headers], language: str, told: str
) -> None:
    (row,) = ask(kind="cumulative").json()
    page, officer = f"/published/{row['id']}", holder(Role.REPORT_OFFICER)
    assert "<textarea" not in client.get(page).text
    assert "<textarea" in client.get(page, headers=officer).text
    reason = {"reason": "Read from another page"}
    assert client.post(f"{page}/withdrawal", data=reason, follow_redirects=False).status_code == 401
    client.post(f"{page}/withdrawal", data=reason, headers=officer)
    assert told in client.get(page, params={"lang": language}).text
    assert "Read from another page" in client.get("/published", params={"lang": language}).text
    assert ask(kind="cumulative").json() == []


def test_a_program_withdraws_and_reads_the_history(
    ask: Callable[..., Any], client: TestClient, holder: Callable[..., Headers]
) -> None:
    (row,) = ask(kind="cumulative").json()
    address = f"/api/v1/published-figures/{row['id']}"
    officer = holder(Role.REPORT_OFFICER)
    assert client.post(f"{address}/withdrawal", json={"reason": ""}, headers=officer).status_code == 400
    told = client.post(f"{address}/withdrawal", json={"reason": "Read wrongly"}, headers=officer).json()
    assert (told["figure"], told["reason"]) == (row, "Read wrongly")
    (version,) = client.get(f"{address}/history").json()
    assert (version["withdrawn_at"], version["withdrawn_by"]) == (told["withdrawn_at"], None)
    assert client.post(f"{address}/withdrawal", json={"reason": "Again"}, headers=officer).status_code == 409


def test_an_empty_page_says_how_to_fill_it(client: TestClient, holder: Callable[..., Headers]) -> None:
    assert "A report officer imports a file of them." in client.get("/published").text
    assert 'href="/published/import"' in client.get("/published", headers=holder(Role.REPORT_OFFICER)).text


# --- a file that is sent ------------------------------------------------------------------------------------------

SATURDAY = "week\t2021-10-04\t2021-10-09\tall\t28\t2\t35\t18.9\t\thttps://example.az/s\t\n"
BAD = WEEK.replace("143", "a hundred")


def sent(*rows: str) -> dict[str, tuple[str, bytes]]:
    return {"file": ("october.tsv", (HEADER + "".join(rows)).encode())}


@pytest.fixture
def officer(holder: Callable[..., Headers]) -> Headers:
    return holder(Role.REPORT_OFFICER)


def test_a_program_looks_first_and_then_imports(client: TestClient, officer: Headers) -> None:
    def send(mode: str) -> tuple[int, dict[str, int]]:
        answer = client.post("/api/v1/published-figures", files=sent(WEEK, ABOUT), data={"mode": mode}, headers=officer)
        return answer.status_code, answer.json()

    told = {"new_count": 2, "corrected_count": 0, "unchanged_count": 0}
    assert send("check") == (200, told)
    assert client.get("/api/v1/published-figures").json() == []
    assert send("submit") == (201, told)
    assert send("check") == (200, told | {"new_count": 0, "unchanged_count": 2})
    assert len(client.get("/api/v1/published-figures").json()) == 2


def test_a_program_is_told_each_wrong_line_in_both_languages(client: TestClient, officer: Headers) -> None:
    answer = client.post("/api/v1/published-figures", files=sent(WEEK, ABOUT, BAD), headers=officer)
    assert answer.status_code == 400
    (fault,) = answer.json()["faults"]
    assert fault["line"] == 4
    assert "“a hundred” in “ap_mines” is not a number" in fault["en"]
    assert fault["az"] != fault["en"]
    assert client.get("/api/v1/published-figures").json() == []


@pytest.mark.parametrize("path", ["/api/v1/published-figures", "/published/import/look"])
def test_only_who_may_cite_figures_sends_a_file(client: TestClient, holder: Callable[..., Headers], path: str) -> None:
    assert client.post(path, files=sent(WEEK), follow_redirects=False).status_code == 401
    assert client.post(path, files=sent(WEEK), headers=holder(Role.ANALYST)).status_code == 403


@pytest.mark.parametrize(("language", "told"), [("en", "Import 2 figures"), ("az", "2 göstəricini idxal et")])
def test_on_the_page_a_file_is_looked_at_and_then_imported_as_it_was_seen(
    client: TestClient, officer: Headers, language: str, told: str
) -> None:
    asked = {"lang": language}
    looked = client.post("/published/import/look", params=asked, files=sent(SATURDAY, WEEK), headers=officer).text
    assert told in looked
    days = "4–9 October 2021" if language == "en" else "04.10.2021–09.10.2021"
    assert days in looked
    assert client.get("/api/v1/published-figures").json() == []
    content = unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", looked, re.DOTALL)[1])  # type: ignore[index] # is there
    done = client.post("/published/import", data={"content": content.replace("\n", "\r\n")}, headers=officer)
    assert len(client.get("/api/v1/published-figures").json()) == 2
    assert 'role="status"' in done.text
    assert days in done.text


@pytest.mark.parametrize(("language", "told"), [("en", "Line 3"), ("az", "Sətir 3")])
def test_on_the_page_every_wrong_line_is_named_and_nothing_is_kept(
    client: TestClient, officer: Headers, language: str, told: str
) -> None:
    rows = sent(WEEK, ABOUT.replace("2020-11-10", "10.11.2020"), BAD)
    answer = client.post("/published/import/look", params={"lang": language}, files=rows, headers=officer)
    assert answer.status_code == 400
    page = unescape(answer.text)
    assert told in page
    assert page.partition('role="alert"')[2].partition("</section>")[0].count("<li>") == 2
    assert 'name="content"' not in page
    assert client.get("/api/v1/published-figures").json() == []


def test_a_file_with_nothing_new_has_nothing_to_import(client: TestClient, session: Session, officer: Headers) -> None:
    take_in(session, WEEK)
    session.commit()
    page = client.post("/published/import/look", files=sent(WEEK), headers=officer).text
    assert "there is nothing to import" in page
    assert 'name="content"' not in page


def test_kinds_stand_in_their_order_and_the_latest_days_first(session: Session) -> None:
    import_published(session, press(), actor=local_administrator(session), today=TODAY)
    told = [stored.figure for stored in published_figures(session)]
    kinds = list(PublishedKind)
    assert told == sorted(told, key=lambda figure: (kinds.index(figure.kind), -figure.period_to.toordinal()))
    assert session.scalar(select(func.count()).select_from(published_figure)) == len(told)
