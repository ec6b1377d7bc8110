"""What is found in a file goes into the database as it comes: features, issues, and how the file was read."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import geopandas as gpd
from sqlalchemy.orm import Session

from gis.issues import Issue
from gis.layers import Layer
from gis.mapping import Understood
from service.access import Actor, audience_of
from service.uploads import queries
from service.uploads.changes import compared, known_issues, unexplained
from service.uploads.foreign import foreign_issues
from service.uploads.staging import stage, staged_features, store_issues


class Taking:
    """Stages the features of an upload, compared with the records that hold, and stores its issues.

    Parameters
    ----------
    actor
        Who sends it; of an organisation's person, records of others are refused.
    revision_reason
        Why known records come again with other content, for all of them.
    """

    def __init__(
        self, session: Session, upload_id: UUID, layer: Layer, *, actor: Actor, revision_reason: str | None
    ) -> None:
        self.session = session
        self.upload_id = upload_id
        self.layer = layer
        self.actor = actor
        self.revision_reason = revision_reason
        self.issue_count = self.feature_count = self.known_count = 0

    def understood(self, understood: Understood) -> None:
        """Store how the file is read."""
        queries.set_understood(self.session, self.upload_id, understood.model_dump(mode="json"))

    def features(self, frame: gpd.GeoDataFrame) -> Iterable[Issue]:
        """Stage the features of a part, and say which change a record without a reason."""
        staged = staged_features(frame, self.layer)
        features = compared(self.session, staged, layer=self.layer, audience=audience_of(self.actor))
        stage(self.session, self.upload_id, features)
        self.feature_count += len(features)
        self.known_count += int((features["change"] == "unchanged").sum())
        foreign = foreign_issues(self.session, features, layer=self.layer, actor=self.actor)
        return foreign if self.revision_reason else [*foreign, *unexplained(features)]

    def issues(self, issues: Sequence[Issue]) -> None:
        """Store issues, numbered as they come."""
        store_issues(self.session, self.upload_id, issues, first=self.issue_count)
        self.issue_count += len(issues)

    def end(self) -> Iterable[Issue]:
        """Say what can be said of the changes once all features are taken."""
        return known_issues(self.known_count, self.feature_count)
