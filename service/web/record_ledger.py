"""What the ledger says of a record, account by account: what counts, what is left, and how it came to be so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
from sqlalchemy import Row, func, select

from gis.codelists import Account, ContaminationType, HazardClass, LedgerCause, ReleaseMethod, Visibility
from gis.crs import WGS84
from gis.measure import area_m2
from gis.text import area_m2_text
from service.records.accounted import CAUSER, entries, released_of_task, remaining, worked
from service.tables import VERSIONS
from service.web.page import LEAST_M2
from service.web.record_seen import RecordSeen

COUNTED = (LedgerCause.RELEASED, LedgerCause.RELEASED_OUTSIDE)


@dataclass(frozen=True, kw_only=True)
class AccountShown:
    """A record in one account.

    Attributes
    ----------
    current, past
        The entries that it caused: those that hold, and those that do no more.
    total_m2
        The sum of those that hold.
    released_m2
        What counts as released: of a release by its own entries, of other records by the work on their ground.
    lead
        What that means, in a sentence; empty where there is nothing to say.
    work
        What was done on its ground, or under it, by cause and method.
    remaining_m2
        What is left of its ground; missing but for hazardous areas.
    """

    account: Account
    current: Sequence[Row[Any]]
    past: Sequence[Row[Any]]
    total_m2: float
    released_m2: float
    lead: str
    work: Sequence[Row[Any]]
    remaining_m2: float | None

    @property
    def is_empty(self) -> bool:
        """Tell whether the account knows nothing of the record."""
        return not (self.current or self.past or self.work)


@dataclass(frozen=True)
class EntryWords:
    """What the columns of an entry say in the reader's language."""

    seen: RecordSeen

    def cause(self, code: str) -> str:
        """Name why ground passed."""
        return LedgerCause(code).label(self.seen.page.language)

    def method(self, code: str | None) -> str:
        """Name a method of release; a record that is no release has none."""
        return ReleaseMethod(code).label(self.seen.page.language) if code else "–"

    def state(self, hazard_class: str | None, types: Sequence[str] | None) -> str:
        """Say what the ground was recorded as; without a class it was not in stock."""
        language, _ = self.seen.page.language, self.seen.page.translate
        if hazard_class is None:
            return _("no recorded hazard")
        names = ", ".join(ContaminationType(one).label(language) for one in types or ())
        return (
            f"{HazardClass(hazard_class).label(language)}: {names}"
            if names
            else HazardClass(hazard_class).label(language)
        )

    def district(self, code: str | None) -> str:
        """Name a district."""
        return self.seen.names.districts.get(code, code) if code else self.seen.page.translate("not recorded")


def ledger_context(seen: RecordSeen) -> dict[str, Any]:
    """Give what the section on the ledger is rendered from; of layers that the ledger does not know, nothing."""
    accounts = _accounts(seen)
    causes = {LedgerCause(row.cause) for one in accounts for row in (*one.current, *one.past, *one.work)}
    return {
        "accounts": accounts,
        "cause_words": {cause: words for cause, words in _cause_words(seen).items() if cause in causes},
        "shows_hazard": seen.is_of_programme or not _has_withheld_hazard(seen),
        "entry_words": EntryWords(seen),
    }


def _accounts(seen: RecordSeen) -> list[AccountShown]:
    session, subject = seen.page.session, seen.subject
    caused = entries(session, subject) if seen.layer.name in CAUSER else []
    left: dict[Account, float] = {}
    work: Sequence[Row[Any]] = []
    match seen.layer.name:
        case "hazardous_areas":
            work = worked(session, subject)
            left = {one.account: one.remaining_m2 for one in remaining(session, subject)}
        case "tasks":
            work = released_of_task(session, subject)
    return [
        _account(seen, account, caused=caused, work=work, remaining_m2=left.get(account))
        for account in Account
        if seen.layer.name in {*CAUSER, "tasks"}
    ]


def _account(
    seen: RecordSeen,
    account: Account,
    *,
    caused: Sequence[Row[Any]],
    work: Sequence[Row[Any]],
    remaining_m2: float | None,
) -> AccountShown:
    own = [row for row in caused if row.account == account]
    current = [row for row in own if row.recorded_until is None]
    work = [row for row in work if row.account == account]
    released_m2 = sum(row.area_m2 for row in (*current, *work) if row.cause in COUNTED)
    return AccountShown(
        account=account,
        current=current,
        past=[row for row in own if row.recorded_until is not None],
        total_m2=sum(row.area_m2 for row in current),
        released_m2=released_m2,
        lead=_lead(seen, current, released_m2),
        work=work,
        remaining_m2=remaining_m2,
    )


def _lead(seen: RecordSeen, current: Sequence[Row[Any]], released_m2: float) -> str:
    """Say how much of the ground of a release counts, and why the rest does not."""
    if seen.layer.name != "release_areas" or not current or seen.geometry is None:
        return ""
    _, language = seen.page.translate, seen.page.language
    drawn_m2 = area_m2(gpd.GeoSeries([seen.geometry], crs=WGS84)).iloc[0]
    stays_m2 = sum(row.area_m2 for row in current if row.cause == LedgerCause.PARTLY_RELEASED)
    earlier_m2 = drawn_m2 - released_m2 - stays_m2
    told = _("Of %(drawn)s m² drawn, %(counted)s m² count as released.") % {
        "drawn": area_m2_text(drawn_m2, language),
        "counted": area_m2_text(released_m2, language),
    }
    if earlier_m2 < LEAST_M2:
        return told
    rest = _("%(rest)s m² were counted with earlier work, or stay recorded as hazard.")
    return f"{told} {rest % {'rest': area_m2_text(earlier_m2, language)}}"


def _has_withheld_hazard(seen: RecordSeen) -> bool:
    """Tell whether hazard that is not public was ever recorded at a released area: then nothing tells of it here."""
    if seen.layer.name != "release_areas" or seen.geometry is None:
        return False
    hazard = VERSIONS["hazardous_areas"].c
    ground = func.ST_GeomFromWKB(seen.geometry.wkb, 4326)
    withheld = select(hazard.id).where(hazard.visibility != Visibility.PUBLIC, func.ST_Intersects(hazard.geom, ground))
    return seen.page.session.execute(withheld.limit(1)).first() is not None


def _cause_words(seen: RecordSeen) -> dict[LedgerCause, str]:
    """Say in plain words what each cause means for the figures."""
    _ = seen.page.translate
    return {
        LedgerCause.IDENTIFIED: _("The ground became recorded hazard on that day."),
        LedgerCause.REDRAWN: _("The ground passed from one record of hazard to another, or its class changed."),
        LedgerCause.RELEASED: _(
            "Nothing recorded remains on the ground: it left the recorded hazard and counts as released."
        ),
        LedgerCause.PARTLY_RELEASED: _(
            "The ground was searched for part of its hazards only: it stays recorded and is not counted as released."
        ),
        LedgerCause.RELEASED_OUTSIDE: _(
            "No hazard was ever recorded on the ground: it counts as released and is printed apart."
        ),
        LedgerCause.BOOKED_OFF: _("The rest within the accuracy of the outline, taken off when the area was closed."),
    }
