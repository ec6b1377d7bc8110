"""Tables as people send them, and what was understood of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.files.source import Part, Source
from gis.issues import Issue
from gis.layers import LAYERS_BY_NAME
from gis.mapping import Answers, Saved, Understanding, understand
from gis.mapping.headings import own_field

Row = dict[str, Any]

DISTRICTS = gpd.GeoDataFrame(
    {
        "code": ["AGM", "XCI", "KAL"],
        "name_en": ["Aghdam", "Khojaly", "Kalbajar"],
        "name_az": ["Ağdam", "Xocalı", "Kəlbəcər"],
        "aliases": [["Agdam"], [], ["Kelbajar"]],
    },
    geometry=gpd.GeoSeries([None] * 3, crs=4326),
)
ORGANISATIONS = pd.DataFrame(
    {"code": ["ANAMA", "MOD"], "name_en": ["ANAMA", "Ministry of Defence"], "name_az": [None, "Müdafiə Nazirliyi"]}
)


@dataclass(frozen=True)
class Table:
    """Rows of a file for a layer, each with a square of its own unless nothing is drawn."""

    rows: list[Row]
    layer: str = "release_areas"
    is_drawn: bool = True
    answers: Answers = Answers()  # noqa: RUF009 - frozen
    saved: tuple[Saved, ...] = ()
    codes: dict[str, dict[str, str]] | None = None

    @cached_property
    def understanding(self) -> Understanding:
        """Understand the table."""
        return understand(
            Source(format="CSV", layer_name="table", codes=self.codes or {}),
            self.part,
            LAYERS_BY_NAME[self.layer],
            answers=self.answers,
            saved=self.saved,
            districts=DISTRICTS,
            organisations=ORGANISATIONS,
        )

    @property
    def part(self) -> Part:
        """Give the whole table as one part."""
        return part(self.rows, is_drawn=self.is_drawn)

    @property
    def applied(self) -> Part:
        """Give the table as understood."""
        return self.understanding.apply(self.part)

    @property
    def fields(self) -> list[Row]:
        """Give what each record holds, without what is missing and what no field is read from."""
        layer = LAYERS_BY_NAME[self.layer]
        held = [one.items() for one in self.applied.fields or []]
        return [{name: value for name, value in one if value is not None and own_field(name, layer)} for one in held]

    @property
    def issues(self) -> list[Issue]:
        """Give what is told and asked, but for the coordinate system."""
        return [issue for issue in self.understanding.issues if not issue.kind.startswith("crs-")]

    @property
    def kinds(self) -> list[str]:
        """Give the kinds of it."""
        return [issue.kind for issue in self.issues]

    def values(self, kind: str) -> dict[str, Any]:
        """Give the values of the one issue of a kind."""
        (issue,) = (issue for issue in self.issues if issue.kind == kind)
        values = dict(issue.values)
        return {**values, "field": issue.field} if issue.field else values


def table(*rows: Row, layer: str = "release_areas", is_drawn: bool = True, **answers: Any) -> Table:  # noqa: ANN401
    """Give rows, and what a person says of them."""
    return Table(list(rows), layer, is_drawn=is_drawn, answers=Answers.model_validate(answers))


def part(rows: list[Row], *, first: int = 0, is_drawn: bool = True) -> Part:
    """Give rows as a part of a file."""
    outlines = np.array([square(first + at) if is_drawn else None for at in range(len(rows))], dtype=object)
    return Part(first=first, properties=rows, outlines=outlines)


def square(number: int) -> shapely.Polygon:
    """Draw one of a row of squares."""
    return shapely.box(46.9 + number * 0.001, 39.9, 46.9005 + number * 0.001, 39.9005)
