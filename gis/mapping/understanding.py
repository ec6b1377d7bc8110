"""From the columns of a file to the fields of a layer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from gis.answers import Answers
from gis.files.reference import Reference, crs_of
from gis.files.source import Part, Source
from gis.issues import Issue
from gis.layers import Layer
from gis.mapping.matching import Match, Said, matched
from gis.mapping.meaning import Known
from gis.mapping.plan import Plan
from gis.mapping.planning import Told, planned, settled
from gis.mapping.questions import about_answers, about_columns, about_left_out
from gis.mapping.sampled import sampled
from gis.mapping.saved import Saved, completed_by, fitting
from gis.mapping.understood import ColumnRead, Understood
from gis.memory import no_cyclic_collection


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """How a file is read, and what has to be asked before it can be.

    Attributes
    ----------
    understood
        For pages.
    issues
        About the file as a whole. An error among them is a question: its kind says which answer settles it.
    crs
        Of the file's coordinates; missing when it has to be asked.
    is_swapped
        Whether the file gives latitude before longitude.
    plan
        What becomes of the columns.
    """

    understood: Understood
    issues: list[Issue]
    crs: CRS | None = None
    is_swapped: bool = False
    plan: Plan
    _firsts: dict[int, int] = field(default_factory=dict)  # of parts: after the rows split before them, by `first`

    @no_cyclic_collection()
    def apply(self, part: Part) -> Part:
        """Give a part with its `fields`, which are its `properties` where nothing has to change.

        Parts are given in the order of the file, from its beginning: rows that are split move those behind them.
        """
        if self.plan.is_identity:
            return replace(part, fields=part.properties, asked=self.plan.asked)
        applied = self.plan.applied(part, self._firsts.get(part.first, part.first))
        self._firsts[part.first + len(part)] = applied.first + len(applied)
        return applied


def understand(  # noqa: PLR0913 - a file, what is said of it, and what is known around it
    source: Source,
    sample: Part,
    layer: Layer,
    *,
    answers: Answers,
    saved: Sequence[Saved] = (),
    districts: gpd.GeoDataFrame | None = None,
    organisations: pd.DataFrame | None = None,
) -> Understanding:
    """Find out how a file is to be read.

    Parameters
    ----------
    source
        The opened file.
    sample
        Its first part.
    layer
        The layer that it is sent for.
    answers
        What a person said; nothing of it is overruled.
    saved
        Mappings of earlier files, the newest first; the one that fits best is used where nothing else is said.
    districts
        Whose names tell a column of districts: `code`, `name_en`, `name_az`, `aliases`.
    organisations
        Whose codes and names tell a column of organisations: `code`, `name_en`, `name_az`.
    """
    columns = sampled(sample.properties, source.codes)
    fit = next(iter(fitting(saved, (column.name for column in columns))), None)
    known = Known.of(districts, organisations)
    told = Told(answers=completed_by(answers, fit), known=known)
    said = Said(answers.columns, fit.answers.columns if fit else {})
    matches = settled(matched(columns, layer, said=said, known=known), layer, told.answers)
    plan, issues = planned(matches, sample, layer, told=told)
    reference = crs_of(source, sample, answers)
    understood = _shown(source, reference, plan, matches=matches)
    return Understanding(
        understood=understood.model_copy(update={"saved_mapping_id": fit.id if fit else None}),
        issues=[
            *reference.issues,
            *about_answers(told.answers, layer, (column.name for column in columns)),
            *about_columns(matches, layer, fit),
            *issues,
            *about_left_out([match for match in matches if match.column.name not in source.place_columns], layer),
        ],
        crs=reference.crs,
        is_swapped=reference.is_swapped,
        plan=plan,
    )


def _shown(source: Source, reference: Reference, plan: Plan, *, matches: Sequence[Match]) -> Understood:
    """Give what a page shows."""
    units = {one.name: one.conversion.unit for one in plan.columns}
    columns = [
        ColumnRead(
            name=match.column.name,
            field=match.field,
            how=match.how,
            samples=match.column.samples,
            unit=units.get(match.column.name),
        )
        for match in matches
    ]
    return Understood(
        format=source.format,
        source_layer=source.layer_name,
        source_layers=[one.name for one in source.layers],
        crs=reference.crs.to_string() if reference.crs else None,
        is_crs_stated=source.crs is not None,
        crs_candidates=reference.candidates,
        columns=columns,
        wide=plan.wide_columns,
    )
