"""What records should say and often leave out: each a share of those that should (domain.md 5, R and C)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, exists, select, true

from gis.codelists import ContaminationType, EoCategory, ReleaseMethod
from gis.layers import LAYERS_BY_NAME, Layer
from service.quality.declared import Figure, Unit
from service.tables import LISTS

Condition = Callable[[FromClause], ColumnElement[bool]]
"""Says something of versions, or of the counts of releases, by the columns that both have."""


@dataclass(frozen=True)
class Stated:
    """A column that versions of a layer should not leave empty."""

    field: str

    def __call__(self, versions: FromClause) -> ColumnElement[bool]:
        """Say of a version that it has something there."""
        return versions.c[self.field].is_not(None)


@dataclass(frozen=True)
class Listing:
    """A list that a version of a layer should have something in, other than some codes."""

    layer: str
    field: str
    but: tuple[str, ...] = ()

    def __call__(self, versions: FromClause) -> ColumnElement[bool]:
        """Say of a version that its list holds something: the way to look at a few versions."""
        return exists(self._holding.where(self._version_id == versions.c.id))

    @cached_property
    def versions(self) -> Subquery:
        """Give the `version_id` of every version that has something: the way to join very many."""
        return self._holding.distinct().subquery(f"with_{self.field}")

    @property
    def _version_id(self) -> ColumnElement[Any]:
        return LISTS[self.layer, self.field].c.version_id

    @property
    def _holding(self) -> Select[Any]:
        value = LISTS[self.layer, self.field].c[LAYERS_BY_NAME[self.layer].field(self.field).column]
        return select(self._version_id).where(value.not_in(self.but) if self.but else true())


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that the records of a layer should say.

    Releases are counted as they come in, by their codes and by what of `Stated` and `Listing` they state: the database
    function `release_facts` names it, and a further field of releases is asked for there first.

    Attributes
    ----------
    figure
        The share of those that say it.
    should, says
        Of a version: whether it has to, and whether it does.
    """

    figure: Figure
    layer: Layer
    should: Condition
    says: Stated | Listing | Condition


def _share(name: str, *, en: tuple[str, str], az: tuple[str, str]) -> Figure:
    return Figure(name=name, unit=Unit.PCT, en=en[0], az=az[0], definition_en=en[1], definition_az=az[1])


def _all(_records: FromClause) -> ColumnElement[bool]:
    return true()


def _is_searched(records: FromClause) -> ColumnElement[bool]:
    return records.c.release_method.in_(SEARCHED)


def _is_cleared(records: FromClause) -> ColumnElement[bool]:
    return records.c.release_method == ReleaseMethod.CLEARED


RELEASES, HAZARDS, ITEMS = (LAYERS_BY_NAME[name] for name in ("release_areas", "hazardous_areas", "eo_items"))
SEARCHED = (ReleaseMethod.CLEARED, ReleaseMethod.REDUCED)
PLACED = (EoCategory.AP_MINE, EoCategory.AV_MINE, EoCategory.AP_IMPROVISED, EoCategory.SUBMUNITION)

CHECKS: tuple[Check, ...] = (
    Check(
        figure=_share(
            "release_geometry_pct",
            en=("Releases with an outline", "Share of the releases whose ground is drawn; the others enter no ledger."),
            az=("Konturu olan buraxılışlar", "Ərazisi çəkilmiş buraxılışların payı; qalanları reyestrə daxil olmur."),
        ),
        layer=RELEASES,
        should=_all,
        says=Stated("area_m2"),
    ),
    Check(
        figure=_share(
            "release_method_pct",
            en=("Releases with a method", "Share of the releases that say how the land was released."),
            az=("Üsulu göstərilən buraxılışlar", "Ərazinin necə buraxıldığı göstərilən buraxılışların payı."),
        ),
        layer=RELEASES,
        should=_all,
        says=lambda records: records.c.release_method != ReleaseMethod.UNDETERMINED,
    ),
    Check(
        figure=_share(
            "release_depth_pct",
            en=("Cleared releases with a depth", "Share of the cleared releases that say how deep was searched."),
            az=("Dərinliyi göstərilən təmizləmələr", "Yoxlanılan dərinliyi göstərilən təmizləmələrin payı."),
        ),
        layer=RELEASES,
        should=_is_cleared,
        says=Stated("depth_cleared_cm"),
    ),
    Check(
        figure=_share(
            "release_asset_pct",
            en=(
                "Searched releases with the means",
                "Share of the cleared and reduced releases that say by what means.",
            ),
            az=("Vasitəsi göstərilən buraxılışlar", "Vasitəsi göstərilən təmizləmə və ixtisarların payı."),
        ),
        layer=RELEASES,
        should=_is_searched,
        says=Listing("release_areas", "asset"),
    ),
    Check(
        figure=_share(
            "release_task_pct",
            en=("Releases with a task", "Share of the releases that name the task that they come from."),
            az=("Tapşırığı göstərilən buraxılışlar", "Mənsub olduğu tapşırıq göstərilən buraxılışların payı."),
        ),
        layer=RELEASES,
        should=_all,
        says=Stated("task_id"),
    ),
    Check(
        figure=_share(
            "hazard_geometry_pct",
            en=("Hazardous areas with an outline", "Share of the hazardous areas whose ground is drawn."),
            az=("Konturu olan təhlükəli ərazilər", "Ərazisi çəkilmiş təhlükəli ərazilərin payı."),
        ),
        layer=HAZARDS,
        should=_all,
        says=Stated("area_m2"),
    ),
    Check(
        figure=_share(
            "hazard_evidence_pct",
            en=("Hazardous areas with evidence", "Share of the hazardous areas that say what evidence they rest on."),
            az=("Dəlili göstərilən təhlükəli ərazilər", "Əsaslandığı dəlil göstərilən təhlükəli ərazilərin payı."),
        ),
        layer=HAZARDS,
        should=_all,
        says=Stated("evidence_summary"),
    ),
    Check(
        figure=_share(
            "hazard_types_pct",
            en=("Hazardous areas with a known type", "Share of the hazardous areas that name what is expected there."),
            az=("Növü məlum olan təhlükəli ərazilər", "Nə gözlənildiyi göstərilən təhlükəli ərazilərin payı."),
        ),
        layer=HAZARDS,
        should=_all,
        says=Listing("hazardous_areas", "contamination_types", but=(ContaminationType.UNKNOWN,)),
    ),
    Check(
        figure=_share(
            "item_place_pct",
            en=(
                "Mines and submunitions with a place",
                "Share of the finds of mines and submunitions that have a point.",
            ),
            az=("Yeri olan minalar və döyüş elementləri", "Nöqtəsi olan mina və döyüş elementi tapıntılarının payı."),
        ),
        layer=ITEMS,
        should=lambda items: items.c.eo_category.in_(PLACED),
        says=Stated("geom"),
    ),
)
"""Whoever wants another one declares it here: figure, list of records, page and files follow."""

CHECKS_BY_NAME = {check.figure.name: check for check in CHECKS}
