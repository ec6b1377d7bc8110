"""The releases behind a figure, one by one, each with what it adds to it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import PositiveInt

from gis.codelists import Account, QcState, ReleaseMethod
from gis.periods import last_complete_week
from service.access import sees_internal, visibilities
from service.figures.deminer_days import NONE, DeminerDays, deminer_days
from service.figures.efficiency import EfficiencyQuestion
from service.figures.items import Known, Scope
from service.figures.releases import ReleasesQuestion, Told, releases_behind
from service.ledger.known import instant, known_at, latest_known
from service.problems import WrongParameter
from service.progress.questions import listed, members, refuse_reversed
from service.reports.queries import project_names
from service.web.asked import EMPTY_IS_NONE, PeriodChoice, address, words_of_choice
from service.web.names import Names
from service.web.page import Page, PageDependency

router = APIRouter(include_in_schema=False)

PAGE = 100
NOT_SAID = "-"
"""Stands for a district or an organisation that no record tells."""


class ReleasesChoice(PeriodChoice):
    """What a reader chose; what is left out narrows nothing, but for the days: those of the last whole week.

    Attributes
    ----------
    organisation
        One code, or several separated by commas.
    known_since
        Of what became known late: the instant after which it was recorded or corrected.
    """

    told: Told = Told.WORK
    account: Account = Account.OPERATIONAL
    qc_state: Annotated[QcState | None, EMPTY_IS_NONE] = None
    method: str = ""
    district: str = ""
    organisation: str = ""
    project: str = ""
    known_since: str = ""
    part: PositiveInt = 1

    def asked(self) -> dict[str, object]:
        """Give what stands in an address of the same list, besides the page of it."""
        days = {"from": self.start, "to": self.end}
        return days | self.model_dump(mode="json", exclude_defaults=True, exclude={"start", "end", "part"})


@router.get("/releases")
def releases_page(page: PageDependency, choice: Annotated[ReleasesChoice, Query()]) -> HTMLResponse:
    """List the releases behind a figure, and say what of it stands in records that are not listed."""
    question = _question(page, choice)
    found = releases_behind(page.session, question, limit=PAGE, offset=(choice.part - 1) * PAGE)
    names = Names.load(page.session, question.known.as_known_at, page.language)
    return page.show(
        "releases.html",
        question=question,
        found=found,
        deminers=_deminers(page, question),
        part=choice.part,
        part_count=max(1, -(-found.listed_count // PAGE)),
        link=lambda **changes: address("/releases", **(choice.asked() | changes)),
        as_known_at=choice.known_at(page),
        is_internal=sees_internal(page.actor),
        narrowed=_narrowed(page, question, names),
        kept={name: value for name, value in choice.asked().items() if name not in {"from", "to"}},
        names=names,
        **words_of_choice(page),
    )


def _question(page: Page, choice: ReleasesChoice) -> ReleasesQuestion:
    week = last_complete_week(page.today)
    start, end = choice.start or choice.end or week.start, choice.end or choice.start or week.end
    refuse_reversed(start, end)
    at, since_at = choice.known_at(page), instant(choice.known_since or None)
    if choice.told is Told.LATE and since_at is None:
        raise WrongParameter(
            "What became known late is told since an instant. Give it as “known_since”.",
            "Gec məlum olan müəyyən bir andan etibarən göstərilir. Onu “known_since” ilə verin.",
            parameter="known_since",
        )
    return ReleasesQuestion(
        known=Known(
            from_on=start,
            to_on=end,
            as_known_at=known_at(page.session, at) if at else latest_known(page.session),
            district=choice.district or None,
            organisation=",".join(listed(choice.organisation, parameter="organisation")) or None,
            project=choice.project or None,
        ),
        audience=visibilities(is_internal=sees_internal(page.actor)),
        told=choice.told,
        account=choice.account,
        qc_state=choice.qc_state,
        methods=members(choice.method, ReleaseMethod, parameter="method"),
        known_since=since_at,
    )


def _deminers(page: Page, question: ReleasesQuestion) -> DeminerDays:
    """Add up the days of deminers of those whose work is told; of quality control and late records none are."""
    if question.told is not Told.WORK:
        return NONE
    known, whose = question.known, question.known.project or question.known.organisation
    asked = EfficiencyQuestion(
        start=known.from_on,
        end=known.to_on,
        by=Scope.PROJECT if known.project else Scope.ORGANISATION,
        account=question.account,
        as_known_at=known.as_known_at,
        district=known.district,
    )
    codes = set(listed(whose, parameter="organisation")) if whose else None
    told = deminer_days(page.session, asked).items()
    return sum((days for code, days in told if codes is None or (code or NOT_SAID) in codes), NONE)


def _narrowed(page: Page, question: ReleasesQuestion, names: Names) -> list[str]:
    """Say in words what the list is narrowed to."""
    known = question.known
    said = [member.label(page.language) for member in (question.account, *question.methods)]
    said += [question.qc_state.label(page.language)] if question.qc_state else []
    said += [_name(page, known.district, names.districts)] if known.district else []
    said += [_name(page, code, names.organisations) for code in (known.organisation or "").split(",") if code]
    projects = project_names(page.session, known.as_known_at) if known.project else {}
    told = {code: getattr(name, page.language) for code, name in projects.items()}
    return said + ([_name(page, known.project, told)] if known.project else [])


def _name(page: Page, code: str, names: Mapping[str, str]) -> str:
    return page.translate("not recorded") if code == NOT_SAID else names.get(code, code)
