"""What an upload would change: its features against the records that hold now."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from gis.codelists import Visibility
from gis.issues import Issue
from gis.layers import Layer
from service.uploads.queries import current_versions
from service.uploads.staging import EXPLAINING


def compared(
    session: Session, features: pd.DataFrame, *, layer: Layer, audience: Collection[Visibility] | None = None
) -> pd.DataFrame:
    """Give the features with their `change` (`new`, `changed`, `unchanged`) and the `base_version` compared with.

    Parameters
    ----------
    features
        As `service.uploads.staging.staged_features` gives them.
    audience
        To whom records that are hidden are as if they were not there; missing: nobody.
    """
    current = current_versions(session, layer, features["code"].dropna().unique().tolist(), audience=audience)
    known = [current.get(code, (None, None)) for code in features["code"]]
    base_version, base_hash = zip(*known, strict=True) if known else ((), ())
    is_new = np.array([version is None for version in base_version], dtype=bool)
    is_same = np.array([a == b for a, b in zip(features["content_hash"], base_hash, strict=True)], dtype=bool)
    change = np.select([is_new, is_same], ["new", "unchanged"], "changed").astype(object)
    return features.assign(change=change, base_version=pd.Series(base_version, index=features.index, dtype=object))


def unexplained(features: pd.DataFrame) -> list[Issue]:
    """Give what has to be said of changes for which neither the upload nor the feature gives a reason."""
    without = features[(features["change"] == "changed") & features[EXPLAINING].isna()]
    return [_reason_missing(row) for row in without.itertuples()]


def known_issues(known_count: int, feature_count: int) -> list[Issue]:
    """Say how many features of a file are recorded already as they are."""
    told = {"known_count": known_count, "feature_count": feature_count}
    return [Issue(kind="already-recorded", values=told)] if known_count else []


def _reason_missing(row: Any) -> Issue:  # noqa: ANN401 - a row as itertuples gives it
    return Issue(
        kind="revision-reason-missing",
        index=row.Index,
        feature_code=row.code,
        field=EXPLAINING,
        values={"version": row.base_version},
    )
