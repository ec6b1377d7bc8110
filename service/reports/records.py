"""The records behind the figures of a report: releases and disposed items of its period and scope, as known then."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from gis.codelists import DISPOSED, DisposalState, EoCategory, Language, ReleaseMethod, Visibility
from gis.language import translator
from gis.layers import LAYERS_BY_NAME
from gis.text import number_text
from service.access import visibilities
from service.records.listed import MOST_COUNTED, ListQuestion, Order, listed, listed_count
from service.records.selection import Moment, Selection, id_of
from service.reports import queries
from service.reports.content import Content
from service.reports.page import Setting
from service.reports.scope import ScopeKind
from service.sql import statement
from service.tables import VERSIONS

MOST: Final = MOST_COUNTED
"""So many records of a layer are listed at most."""
Value = str | float | date | None
Row = Mapping[str, Any]
Columns = Mapping[str, Callable[[Row], Value]]
"""What each column is called, and what it takes of a record."""


@dataclass(frozen=True, kw_only=True)
class RecordTable:
    """Records of a layer.

    Attributes
    ----------
    rows
        One value for each column; the first is the record's code.
    addresses
        Where each record is opened; none where the service does not know its own address.
    notes
        What is not listed.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    addresses: tuple[str, ...]
    notes: tuple[str, ...]


Records = tuple[RecordTable, ...]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What the records of a report are listed from.

    Attributes
    ----------
    audience
        The visibilities of the records that are listed.
    """

    session: Session
    content: Content
    setting: Setting
    audience: tuple[Visibility, ...]

    @property
    def language(self) -> Language:
        """Give the language of the headings and names."""
        return self.setting.language

    def name(self, kind: ScopeKind) -> Callable[[str | None], str | None]:
        """Give what names the codes of districts or organisations; a code without a name stays."""
        names = queries.names_of(self.session, kind, self.content.as_known_at)
        words = {code: name.words.told(self.language) for code, name in names.items()}
        return lambda code: words.get(code, code) if code else None

    def question(self, layer: str, condition: ColumnElement[bool], *, audience: tuple[Visibility, ...]) -> ListQuestion:
        """Give the question for the records of a layer in the scope."""
        content, scope = self.content, self.content.scope
        moment = Moment(as_of=content.period.end, as_known_at=content.as_known_at, audience=audience)
        selection = Selection(
            from_on=content.period.start,
            to_on=content.period.end,
            district_code=scope.code if scope.kind is ScopeKind.DISTRICT else None,
            organisation_code=scope.code if scope.kind is ScopeKind.ORGANISATION else None,
        )
        within = condition & _is_of_project(layer, content) if scope.kind is ScopeKind.PROJECT else condition
        return ListQuestion(
            layer=LAYERS_BY_NAME[layer],
            moment=moment,
            selection=selection,
            condition=within,
            order=Order.CODE,
            limit=MOST,
        )


def records_behind(session: Session, content: Content, setting: Setting, *, is_public: bool) -> Records:
    """Give the releases and the disposed items of a report: of a public one, those that everybody may see."""
    audience = visibilities(is_internal=not is_public)
    listing = Listing(session=session, content=content, setting=setting, audience=audience)
    return _releases(listing), _items(listing)


def _releases(listing: Listing) -> RecordTable:
    _ = translator(listing.language)
    rows, notes = _found(listing, "release_areas", true())
    counted = _counted_m2(listing, [row["code"] for row in rows])
    district, organisation = listing.name(ScopeKind.DISTRICT), listing.name(ScopeKind.ORGANISATION)
    columns: Columns = {
        _("Code"): lambda row: row["code"],
        _("Method"): lambda row: ReleaseMethod(row["release_method"]).label(listing.language),
        _("Day of work"): lambda row: row["effective_date"],
        _("District"): lambda row: ", ".join(str(district(code) or "–") for code in counted[row["code"]]),
        _("Organisation"): lambda row: organisation(row["organisation"]),
        _("Task"): lambda row: row["task_code"],
        _("Outline, m²"): lambda row: row["area_m2"],
        _("Without outline, m²"): lambda row: None if row["area_m2"] else row["area_reported_m2"],
        _("Counted, m²"): lambda row: sum(counted[row["code"]].values()),
    }
    meaning = _("Counted: ground that no release had freed before; of it the figures are added up.")
    return _table("release_areas", rows, columns, notes=(meaning, *notes), setting=listing.setting)


def _items(listing: Listing) -> RecordTable:
    _ = translator(listing.language)
    version, period = VERSIONS["eo_items"].c, listing.content.period
    is_disposed = version.disposal_state.in_(DISPOSED) & version.disposed_on.between(period.start, period.end)
    rows, notes = _found(listing, "eo_items", is_disposed)
    district, organisation = listing.name(ScopeKind.DISTRICT), listing.name(ScopeKind.ORGANISATION)
    columns: Columns = {
        _("Code"): lambda row: row["code"],
        _("What it is"): lambda row: EoCategory(row["eo_category"]).label(listing.language),
        _("How many"): lambda row: row["quantity"],
        _("What became of it"): lambda row: DisposalState(row["disposal_state"]).label(listing.language),
        _("Day of disposal"): lambda row: row["disposed_on"],
        _("District"): lambda row: district(row["district_code"]),
        _("Organisation"): lambda row: organisation(row["organisation"]),
        _("Task"): lambda row: row["task_code"],
        _("Released area"): lambda row: row["release_area_code"],
    }
    on_releases = _("Numbers of items that stand on a release, with no record of their own, are not listed here.")
    return _table("eo_items", rows, columns, notes=(on_releases, *notes), setting=listing.setting)


def _found(listing: Listing, layer: str, condition: ColumnElement[bool]) -> tuple[Sequence[Row], tuple[str, ...]]:
    """Give the records that are listed, and what is said of those that are not."""
    session, language = listing.session, listing.language
    _ = translator(language)
    question = listing.question(layer, condition, audience=listing.audience)
    count = listed_count(session, question)
    everybody = listing.question(layer, condition, audience=tuple(Visibility))
    hidden = listed_count(session, everybody) - count
    notes = []
    if count > MOST:
        notes.append(_("Only the first {count} by code are listed.").format(count=number_text(MOST, language)))
    elif hidden:
        told = _("Records that are not public, and not listed: {count}.")
        notes.append(told.format(count=number_text(hidden, language)))
    return listed(session, question, count=count).rows, tuple(notes)


def _counted_m2(listing: Listing, codes: Sequence[str]) -> Mapping[str, Mapping[str | None, float]]:
    """Give for each release the square metres that count, by district, the largest part first."""
    content, scope = listing.content, listing.content.scope
    asked = {
        "codes": codes,
        "account": content.account,
        "as_known_at": content.as_known_at,
        "from_on": content.period.start,
        "to_on": content.period.end,
        "district": scope.code if scope.kind is ScopeKind.DISTRICT else None,
    }
    counted: defaultdict[str, dict[str | None, float]] = defaultdict(dict)
    for row in listing.session.execute(statement("report_counted"), asked):
        counted[row.code][row.district] = row.area_m2
    return counted


def _is_of_project(layer: str, content: Content) -> ColumnElement[bool]:
    """Say of a version that its task belonged to a phase of the project."""
    at, version = content.as_known_at, VERSIONS[layer].c
    phase, task = VERSIONS["project_phases"].c, VERSIONS["tasks"].c
    project = id_of("projects", content.scope.code or "")
    phases = select(phase.project_phase_id).where(phase.project_id == project, phase.recorded.contains(at))
    tasks = select(task.task_id).where(task.project_phase_id.in_(phases), task.recorded.contains(at))
    return version.task_id.in_(tasks)


def _table(
    layer: str, rows: Sequence[Row], columns: Columns, *, notes: tuple[str, ...], setting: Setting
) -> RecordTable:
    named = LAYERS_BY_NAME[layer]
    return RecordTable(
        title=named.az if setting.language == "az" else named.en,
        columns=tuple(columns),
        rows=tuple(tuple(take(row) for take in columns.values()) for row in rows),
        addresses=tuple(f"{setting.public_url}/records/{layer}/{quote(row['code'], safe='')}" for row in rows)
        if setting.public_url
        else (),
        notes=notes,
    )
