"""What can be asked of the collections, and what they answer beside features."""

import math
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from gis.codelists import Language
from service.ledger.known import KnownAt
from service.ogc.queries import Box, ItemsQuestion
from service.problems import WrongParameter
from service.storable import storable_text

DEFAULT_LIMIT, HIGHEST_LIMIT = 100, 10_000


class Asked(BaseModel):
    """The parameter that every address takes; others are refused."""

    model_config = ConfigDict(extra="forbid")

    lang: Language | None = Field(default=None, description="The language of titles and refusals.")


class ItemAsked(Asked):
    """The parameters of one feature."""

    as_known_at: KnownAt = None


class ItemsAsked(ItemAsked):
    """The parameters of a page of features."""

    limit: Annotated[int, AfterValidator(lambda limit: min(limit, HIGHEST_LIMIT))] = Field(
        default=DEFAULT_LIMIT,
        ge=1,
        description=f"How many features at most; more than {HIGHEST_LIMIT} means that many.",
    )
    bbox: str | None = Field(
        default=None, description="Only what touches this box: west,south,east,north in degrees. No outline, no touch."
    )
    after: Annotated[str, AfterValidator(storable_text)] | None = Field(
        default=None, description="Only codes behind this one in their order; the `next` link has it."
    )

    def question(self, as_known_at: datetime | None) -> ItemsQuestion:
        """Give the question to the layer, of an instant of knowledge that is settled.

        Raises
        ------
        WrongParameter
            If the box is none.
        """
        box = _box(self.bbox) if self.bbox is not None else None
        return ItemsQuestion(limit=self.limit, box=box, after=self.after, as_known_at=as_known_at)


class Link(BaseModel):
    """Where something is, and what it is to this answer (RFC 8288)."""

    href: str
    rel: str
    type: str


class Collection(BaseModel):
    """A layer as a collection of features."""

    id: Annotated[str, Field(description="The layer's name, as in uploads.")]
    title: str
    itemType: str = "feature"  # noqa: N815 - the standard's name
    withheld: Annotated[int, Field(description="How many records have another audience and are left out.")]
    links: list[Link]


class Collections(BaseModel):
    """The layers that are published here."""

    links: list[Link]
    collections: list[Collection]


def _box(text: str) -> Box:
    """Give the box that a parameter means; it does not reach across the antimeridian."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees; false for NaN
        raise WrongParameter(
            f"bbox “{text}” is not a box. Give west,south,east,north in degrees, for example 46.5,39.5,47.5,40.5.",
            f"bbox “{text}” düzbucaqlı deyil. Qərb,cənub,şərq,şimal sərhədini dərəcə ilə verin: 46.5,39.5,47.5,40.5.",
            parameter="bbox",
        )
    return Box(west=west, south=south, east=east, north=north)
