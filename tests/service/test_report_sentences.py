"""What reports say in sentences: the same numbers in both languages, each once, and periods by what they are."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis.codelists import Language
from service.reports.content import Content
from service.reports.kinds import KINDS
from service.reports.press_release import paragraph
from service.reports.sentences import summary
from tests.conftest import filled_engine
from tests.service.bulletins import report
from tests.service.records import approve, square

Say = Callable[[Content, Language], tuple[str, ...]]
DISTRICT = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam"}
ORGANISATIONS = [
    {"code": "MOD", "type": "mod", "name_en": "Ministry of Defence", "name_az": "Müdafiə Nazirliyi"},
    {"code": "P1", "type": "private", "name_en": "First Company"},
]
RELEASE = {"code": "R1", "release_method": "cleared", "effective_date": "2025-10-22", "district_code": "AGM"}
EARLIER = RELEASE | {"code": "R2", "effective_date": "2025-09-10", "organisation": "P1", "av_mine": 2}
PERIODS = {
    "weekly": ("2025-W43", "In the week of 20–26 October 2025,"),
    "monthly": ("2025-10", "In October 2025,"),
    "quarterly": ("2025-Q4", "In October–December 2025,"),
    "annual": ("2025", "In 2025,"),
    "period": ("2025-10-22", "On 22 October 2025,"),
}


@pytest.fixture(scope="module")
def engine(migrated: str) -> Iterator[Engine]:
    """Give the pool of a database with what all tests read; what one of them adds is taken back."""
    with filled_engine(migrated, _fill) as engine:
        yield engine


def _fill(session: Session) -> None:
    """Approve two releases, of which one has an item of each group."""
    counts = {"ap_mine": 1_234, "av_mine": 1, "uxo": 5_678}
    work = [
        RELEASE | counts | {"geometry": square(0, 0, width=3), "organisation": "MOD"},
        EARLIER | {"geometry": square(9, 0)},
    ]
    approve(session, districts=[DISTRICT], organisations=ORGANISATIONS, release_areas=work)


@pytest.mark.parametrize("say", [summary, paragraph])
@pytest.mark.parametrize("kind", PERIODS)
def test_both_languages_tell_the_same_figures_as_they_are_printed(session: Session, kind: str, say: Say) -> None:
    made = report(session, kind, PERIODS[kind][0])
    english, azerbaijani = (" ".join(say(made, language)) for language in ("en", "az"))
    for key in ("released", "cleared", "ap", "uxo"):
        figure = made.table("key_figures").cell(key, "period")
        assert figure.printed.en in english
        assert figure.printed.az in azerbaijani
    assert (english.count("1,234"), azerbaijani.count("1\u00a0234")) == (1 + (say is paragraph),) * 2


@pytest.mark.parametrize("kind", PERIODS)
def test_a_period_is_called_what_it_is(session: Session, kind: str) -> None:
    label, opening = PERIODS[kind]
    ((told,), (az,)) = (paragraph(report(session, kind, label), language) for language in ("en", "az"))
    assert told.startswith(opening)
    assert ("week" in told, "həftə" in az) == (kind == "weekly", kind == "weekly")


def test_one_of_a_thing_is_said_in_the_singular_and_each_group_once(session: Session) -> None:
    items = summary(report(session, "weekly", "2025-W43"), "en")[1]
    assert items == (
        "Disposed of: 1,234 anti-personnel mines, 1 anti-tank mine and 5,678 items of unexploded ordnance."
    )
    told = summary(report(session, "weekly", "2025-W43"), "az")[1].replace("\u00a0", " ")
    counts = "1 234 piyada əleyhinə mina, 1 tank əleyhinə mina və 5 678 partlamamış hərbi sursat"
    assert told == f"Zərərsizləşdirilib: {counts}."


def test_a_month_is_compared_with_the_month_before_and_no_company_is_named(session: Session) -> None:
    told = " ".join(summary(report(session, "monthly", "2025-10"), "en"))
    assert "Compared with the month before (0.9536\u00a0ha): +1.9\u00a0ha" in told
    assert "the same month of the year before: no approved work is recorded for it." in told
    quarter = " ".join(summary(report(session, "annual", "2025"), "en"))
    assert "The work was done by: Ministry of Defence and 1 private company." in quarter
    assert "First Company" not in quarter
    assert "the same" not in quarter


def test_without_work_nothing_is_claimed(session: Session) -> None:
    made = report(session, "weekly", "2025-W40")
    (said,) = summary(made, "en")
    assert said.startswith("Week 40, 29 September – 5 October 2025: no approved work is recorded, which does not mean")
    ((told,),) = (paragraph(made, "en"),)
    assert "no approved work is recorded" in told
    assert "hectares" not in told


def test_the_first_column_of_every_table_is_called_something() -> None:
    assert [part.key for kind in KINDS.values() for part in kind.every_part if not part.name_heading] == []
