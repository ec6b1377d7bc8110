"""The repairs that an upload's issues offer, as its page shows them: by kind, and feature by feature with a picture."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import geopandas as gpd
import shapely
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from gis.crs import WGS84
from gis.issues import Issue
from gis.mapping import Answers, Repairs
from gis.repair_picture import repair_svg
from gis.repairs import REPAIRS, Proposal, proposals
from service.tables import staged_feature, upload_issue
from service.web.page import Page

SHOWN: Final = 24
"""Features of a kind that are shown with a picture, those whose area changes most first."""
LOOKED_AT: Final = 2_000
"""Features of a kind whose areas are worked out for a page."""


@dataclass(frozen=True, kw_only=True)
class OfferedKind:
    """All that one kind of repair would do to an upload.

    Attributes
    ----------
    count
        Features to which it is offered.
    looked_at
        Those of which the areas are known: the first, where there are too many for a page.
    """

    name: str
    count: int
    looked_at: list[Proposal]

    @property
    def shown(self) -> list[Proposal]:
        """Give the proposals that are shown, the largest change first."""
        return sorted(self.looked_at, key=lambda one: -abs(one.after_m2 - one.before_m2))[:SHOWN]

    @property
    def before_m2(self) -> float:
        """Give what the outlines enclose as they came."""
        return sum(one.before_m2 for one in self.looked_at)

    @property
    def after_m2(self) -> float:
        """Give what they would enclose."""
        return sum(one.after_m2 for one in self.looked_at)

    @property
    def changing_count(self) -> int:
        """Give the number of features whose area would change by more than a square metre."""
        return sum(not one.keeps_area for one in self.looked_at)


def repair_words(page: Page, row: Row[Any]) -> dict[str, Any]:
    """Give what the section is rendered from."""
    _ = page.translate
    said = Answers.model_validate(row.answers).repairs
    offered = offered_repairs(page.session, row.id)
    return {
        "repairs": offered,
        "repairs_said": said,
        "repairs_made": [name for name in REPAIRS if _is_made(name, said, offered)],
        "repair_svg": repair_svg,
        "repair_names": {
            "close_ring": _("Close rings"),
            "make_valid": _("Make outlines valid"),
            "swap_axes": _("Exchange longitude and latitude"),
        },
    }


def offered_repairs(session: Session, upload_id: UUID) -> list[OfferedKind]:
    """Give the repairs that an upload's issues offer, by kind, in the order in which they would be made."""
    counts = _counts(session, upload_id)
    rows = {name: _features(session, upload_id, name) for name in REPAIRS if name in counts}
    return [
        OfferedKind(name=name, count=counts[name], looked_at=_proposals(name, features))
        for name, features in rows.items()
    ]


def _is_made(name: str, said: Repairs, offered: list[OfferedKind]) -> bool:
    """Say whether all repairs of a kind were asked for before, so that none of it is offered now."""
    return name in said.kinds and name not in {kind.name for kind in offered}


def _counts(session: Session, upload_id: UUID) -> dict[str, int]:
    issue = upload_issue.c
    counted = select(issue.repair, func.count(issue.position.distinct()).label("feature_count"))
    is_offer = (issue.upload_id == upload_id) & issue.repair.is_not(None)
    return {row.repair: row.feature_count for row in session.execute(counted.where(is_offer).group_by(issue.repair))}


def _features(session: Session, upload_id: UUID, repair: str) -> list[Row[Any]]:
    """Give the features to which a repair is offered: position, code, outline as WKB."""
    issue, feature = upload_issue.c, staged_feature.c
    positions = select(issue.position).where(issue.upload_id == upload_id, issue.repair == repair)
    told = select(feature.position, feature.code, func.ST_AsBinary(feature.geom).label("outline"))
    is_meant = (feature.upload_id == upload_id) & feature.position.in_(positions) & feature.geom.is_not(None)
    return list(session.execute(told.where(is_meant).order_by(feature.position).limit(LOOKED_AT)))


def _proposals(repair: str, features: list[Row[Any]]) -> list[Proposal]:
    frame = gpd.GeoDataFrame(
        {"code": [row.code for row in features]},
        index=[row.position for row in features],
        geometry=shapely.from_wkb([bytes(row.outline) for row in features]),
        crs=WGS84,
    )
    return proposals(frame, [Issue(kind="", index=row.position, values={}, repair=repair) for row in features])
