"""Checking a file from the command line: what an upload would say of it, with nothing kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy.orm import Session

from gis.checks import Scope, Surroundings, Thresholds
from gis.issues import Issue
from gis.layers import LAYERS_BY_NAME
from gis.mapping import Answers, Understood
from gis.read import Reading
from service.access import Actor
from service.uploads import queries
from service.uploads.flow import receive_upload
from service.uploads.inspection import Inspection
from service.uploads.order import UploadOrder
from service.uploads.work import Watch, nobody


@dataclass(frozen=True, kw_only=True)
class NothingKnown:
    """What is known without a database: the day, and the installation's thresholds."""

    today: date
    thresholds: Thresholds
    districts: gpd.GeoDataFrame | None = None
    organisations: pd.DataFrame | None = None
    saved: tuple[()] = ()

    def around(self, frame: pd.DataFrame, scope: Scope) -> Surroundings:  # noqa: ARG002 - the same for all
        """Give what is known around features: the day."""
        return Surroundings.none(self.today, self.thresholds)

    def settled(self, frame: gpd.GeoDataFrame, answers: Answers) -> Reading:  # noqa: ARG002 - nothing is known to come again
        """Give features as they are."""
        return Reading(frame=frame, issues=[])


@dataclass
class Collected:
    """What is found, gathered; features go."""

    found: list[Issue] = field(default_factory=list)

    def understood(self, understood: Understood) -> None:
        """Let it go."""

    def features(self, frame: gpd.GeoDataFrame) -> Iterable[Issue]:  # noqa: ARG002 - nothing to compare them with
        """Let them go."""
        return ()

    def issues(self, issues: Sequence[Issue]) -> None:
        """Gather issues."""
        self.found += issues

    def end(self) -> Iterable[Issue]:
        """Have nothing more to say."""
        return ()


def issues_of_check(  # noqa: PLR0913 - as receive_upload
    session: Session, file: Path, order: UploadOrder, *, actor: Actor, today: date, watch: Watch = nobody
) -> list[Issue]:
    """Give what an upload would be told, and take it back."""
    with session.begin_nested() as attempt:
        upload_id = receive_upload(session, file, order, actor=actor, today=today, watch=watch)
        issues = queries.upload_issues(session, upload_id)
        attempt.rollback()
    return issues


def issues_without_database(file: Path, order: UploadOrder, *, today: date, watch: Watch = nobody) -> list[Issue]:
    """Give what can be said of a file by itself, in its order; one issue says that rules were left out."""
    collected = Collected()
    Inspection(
        file=file,
        name=order.file_name,
        layer=LAYERS_BY_NAME[order.layer],
        answers=order.answers,
        known=NothingKnown(today=today, thresholds=order.thresholds),
        taker=collected,
        watch=watch,
    ).run()
    return sorted(collected.found, key=lambda issue: -1 if issue.index is None else issue.index)
