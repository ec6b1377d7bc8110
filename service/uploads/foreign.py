"""Records of other organisations: a person of one may not change those of another."""

from collections.abc import Collection
from uuid import UUID

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gis.codelists import Role
from gis.issues import Issue
from gis.layers import Layer
from service.access import Actor
from service.records.queries import has_code
from service.tables import IDENTITIES, VERSIONS

FREE = frozenset({Role.HQ_APPROVER, Role.ADMIN})
"""Who sends the records of any organisation."""


def foreign_issues(session: Session, features: pd.DataFrame, *, layer: Layer, actor: Actor) -> list[Issue]:
    """Give an error for each feature whose code is of another organisation's record than its sender's.

    Parameters
    ----------
    features
        With their `base_version`, as `service.uploads.changes.compared` gives them.
    """
    if actor.organisation_id is None or actor.role in FREE or "organisation" not in layer.fields_by_name:
        return []
    known = features[features["base_version"].notna()]
    owners = _owners(session, layer, known["code"].tolist(), than=actor.organisation_id)
    return [
        Issue(
            kind="code-of-another-organisation",
            index=index,
            feature_code=code,
            field="code",
            values={"organisation": owners[code]},
        )
        for index, code in zip(known.index.tolist(), known["code"], strict=True)
        if code in owners
    ]


def _owners(session: Session, layer: Layer, codes: Collection[str], *, than: UUID) -> dict[str, str]:
    """Give the organisations of the records that are another's, by the records' codes."""
    identity, version, organisation = IDENTITIES[layer.name], VERSIONS[layer.name], IDENTITIES["organisations"]
    owned = (
        select(identity.c.code, organisation.c.code.label("organisation"))
        .join(version, version.c[f"{layer.singular}_id"] == identity.c.id)
        .join(organisation, organisation.c.id == version.c.organisation_id)
        .where(func.upper_inf(version.c.recorded), organisation.c.id != than)
    )
    return {row.code: row.organisation for row in session.execute(owned.where(has_code(layer, codes)))}
