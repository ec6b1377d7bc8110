"""The way of a file of any size: opened, understood, then read, normalised and checked part by part.

What has to be laid beside other features waits on disk until all are read: then it is checked by pieces of ground, at
last by keys. So memory is bounded by a part, a piece and the keys.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd

from gis.checks import Scope, Surroundings, Thresholds, check
from gis.checks.batch import measured
from gis.codelists import Severity
from gis.files import Part, Source, opened
from gis.issues import KINDS, Issue
from gis.layers import Layer
from gis.mapping import Answers, Saved, Understanding, Understood, understand
from gis.memory import collect_latest, no_cyclic_collection
from gis.normalise import normalise
from gis.read import Reading, read_part, repeated_codes
from gis.repairs import is_chosen, repaired
from gis.traverse import Allowance
from service.uploads.spooled import Spooled
from service.uploads.told import Told
from service.uploads.work import Stage, Watch, nobody

NOTHING = Part(first=0, properties=[], outlines=np.array([], dtype=object))


class Known(Protocol):
    """What is known beside the file."""

    @property
    def districts(self) -> gpd.GeoDataFrame | None:
        """Give those that hold now: `code`, `name_en`, `name_az`, `aliases`."""

    @property
    def organisations(self) -> pd.DataFrame | None:
        """Give those that hold now: `code`, `name_en`, `name_az`."""

    @property
    def thresholds(self) -> Thresholds:
        """Give from where on rules speak here."""

    @property
    def saved(self) -> Sequence[Saved]:
        """Give the mappings of earlier files, the newest first."""

    def around(self, frame: pd.DataFrame, scope: Scope) -> Surroundings:
        """Give what checks of a scope need to know around features."""

    def settled(self, frame: gpd.GeoDataFrame, answers: Answers) -> Reading:
        """Give features with what is known of those that come again larger, a correction or an increment."""


class Taker(Protocol):
    """Who takes what is found."""

    def understood(self, understood: Understood) -> None:
        """Take how the file is read."""

    def features(self, frame: gpd.GeoDataFrame) -> Iterable[Issue]:
        """Take the features of a part, and give what is to be said of them beside the checks."""

    def issues(self, issues: Sequence[Issue]) -> None:
        """Take what was found."""

    def end(self) -> Iterable[Issue]:
        """Give what is to be said once all features were taken."""


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """One file, what is said and known of it, and who takes what is found."""

    file: Path
    name: str
    layer: Layer
    answers: Answers
    known: Known
    taker: Taker
    watch: Watch = nobody

    @no_cyclic_collection()
    def run(self) -> int:
        """Work through the file, and give how many features it has."""
        limits = self.known.thresholds
        allowed = Allowance(misclosure_m=limits.misclosure_m, misclosure_pct=limits.misclosure_pct)
        with opened(self.file, name=self.name, layer=self.layer, answers=self.answers, allowed=allowed) as source:
            told = Told(self.taker.issues)
            told.take(source.issues)
            with Spooled(self.layer) as spooled:
                self._read(source, told, spooled)
                self._compare(spooled, told)
            told.take(self.taker.end())
            told.close()
        return len(spooled)

    def _read(self, source: Source, told: Told, spooled: Spooled) -> None:
        """Read part by part, once it is understood how."""
        parts = iter(()) if _has_error(source.issues) else source.parts()
        sample = next(parts, NOTHING)
        understanding = self._understand(source, sample)
        self.taker.understood(understanding.understood)
        told.take(understanding.issues)
        if any(KINDS[issue.kind].asks == "crs" for issue in understanding.issues):
            told.take(sample.issues)
            return  # it lies nowhere until that is answered
        for part in chain([sample], parts):
            if len(part):
                self._take(part, understanding, told=told, spooled=spooled)
                collect_latest()
            else:
                told.take(part.issues)  # which reading tells with the features otherwise
            self.watch(Stage.READING, len(spooled), self._feature_count(part, source, len(spooled)))

    def _take(self, part: Part, understanding: Understanding, *, told: Told, spooled: Spooled) -> None:
        """Read a part, check each record alone, and pass it on."""
        reading = self._checked(self._reading(understanding.apply(part), understanding))
        told.take(reading.issues)
        told.take(self.taker.features(reading.frame))
        spooled.add(reading.frame)

    def _understand(self, source: Source, sample: Part) -> Understanding:
        return understand(
            source,
            sample,
            self.layer,
            answers=self.answers,
            saved=self.known.saved,
            districts=self.known.districts,
            organisations=self.known.organisations,
        )

    def _reading(self, part: Part, understanding: Understanding) -> Reading:
        read = read_part(part, self.layer, crs=understanding.crs, is_swapped=understanding.is_swapped)
        normal = normalise(read.frame, self.layer, districts=self.known.districts)
        again = self.known.settled(normal.frame, self.answers)
        return Reading(frame=again.frame, issues=[*read.issues, *normal.issues, *again.issues])

    def _checked(self, reading: Reading) -> Reading:
        """Check records alone; make the repairs that were asked for, and check what has become.

        The frame comes back measured: validity and areas are worked out once for all that follows.
        """

        def issues_of(frame: gpd.GeoDataFrame) -> list[Issue]:
            around = self.known.around(frame, Scope.ALONE)
            return check(frame, self.layer, around, scopes={Scope.ALONE})

        frame, chosen = measured(reading.frame), self.answers.repairs
        issues = issues_of(frame)
        if not any(is_chosen(issue, chosen) for issue in (*reading.issues, *issues)):
            return Reading(frame=frame, issues=[*reading.issues, *issues])
        mended = repaired(reading.frame, [*reading.issues, *issues], chosen)
        unsettled = [issue for issue in reading.issues if not is_chosen(issue, chosen)]
        frame = measured(mended.frame)
        return Reading(frame=frame, issues=[*unsettled, *mended.issues, *issues_of(frame)])

    def _compare(self, spooled: Spooled, told: Told) -> None:
        """Lay features beside each other: those near one another by pieces of ground, all by their keys."""
        done = 0
        for home, frame in spooled.pieces():
            around = self.known.around(frame, Scope.NEAR)
            issues = check(frame, self.layer, spooled.with_renewed(around), scopes={Scope.NEAR})
            at_home = set(home.tolist())
            told.take(issue for issue in issues if issue.index is None or issue.index in at_home)
            done += len(home)
            collect_latest()
            self.watch(Stage.CHECKING, done, len(spooled))
        if len(spooled):
            keys = spooled.keys()
            issues = check(keys, self.layer, self.known.around(keys, Scope.WHOLE), scopes={Scope.WHOLE})
            told.take(spooled.placed([*repeated_codes(keys["code"]), *issues]))

    def _feature_count(self, part: Part, source: Source, done: int) -> int | None:
        """Give how many features the file has, or by the bytes read so far may have."""
        for layer in source.layers:
            if layer.name == source.layer_name and layer.feature_count:
                return layer.feature_count
        size = self.file.stat().st_size
        return max(done, round(done * size / part.bytes_read)) if part.bytes_read else None


def _has_error(issues: Iterable[Issue]) -> bool:
    return any(KINDS[issue.kind].severity == Severity.ERROR for issue in issues)
