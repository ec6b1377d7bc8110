"""The question of the Map page, as its address and its forms write it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, Self, get_args

from fastapi import Depends
from pydantic import Field, FiniteFloat, ValidationError, field_validator

from gis.layers import LAYERS_BY_NAME, Layer
from service.access import sees_internal, visibilities
from service.ledger.known import known_at
from service.problems import wrong_parameters
from service.records.listed import Box, ListQuestion, Order
from service.records.selection import Moment, RecordsAsked
from service.web.asked import Choice, address
from service.web.page import Page, PageDependency

ListedLayer = Literal["hazardous_areas", "tasks", "release_areas", "eo_items"]
"""The layers that can be listed, in the order of their tabs."""
LISTED: tuple[Layer, ...] = tuple(LAYERS_BY_NAME[name] for name in get_args(ListedLayer))
SIDE_NAMES = ("west", "south", "east", "north")


class MapAsked(RecordsAsked):
    """The parameters of the Map page: which records, which of them are listed, and how."""

    layers: str | None = Field(default=None, description="Which layers of the map start turned on.")
    shade: str | None = Field(default=None, description="The figure by which the districts of the map start shaded.")
    switched: str | None = Field(default=None, description="Lines of the legend that start the other way.")
    layer: ListedLayer = "release_areas"
    order: Order = Order.NEWEST
    after: str | None = None
    bbox: tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat] | None = None

    @field_validator("bbox", mode="before")
    @classmethod
    def _sides(cls, told: object) -> object:
        """Read the sides of a box from one text, as OGC API writes it."""
        return tuple(told.split(",")) if isinstance(told, str) else told

    @classmethod
    def of(cls, page: Page) -> Self:
        """Read an address: an empty field counts as left out, and boxes of one name are a list.

        Raises
        ------
        WrongParameter
            If a parameter is unknown, or its value is none.
        """
        sent = page.request.query_params
        said: dict[str, Any] = {name: ",".join(filter(None, sent.getlist(name))) for name in sent}
        if told := said.pop("as_known_at", ""):
            said["as_known_at"] = Choice(as_known_at=told).known_at(page)
        try:
            return cls.model_validate({name: value for name, value in said.items() if value})
        except ValidationError as error:
            raise wrong_parameters([dict(one) for one in error.errors()]) from None

    def parameters(self, *, of_list: bool = False) -> dict[str, object]:
        """Give what stands in an address of the same question, and of the same list as well."""
        left_out = {"lang", "after", "bbox"} | (set() if of_list else {"layer", "order"})
        said = self.model_dump(by_alias=True, exclude_defaults=True, exclude=left_out)
        if self.as_known_at:
            said["as_known_at"] = self.as_known_at.isoformat()
        return said


@dataclass(frozen=True)
class MapQuestionOfPage:
    """What is asked of the Map page, on a page.

    Attributes
    ----------
    asked
        The parameters as they were understood.
    """

    page: Page
    asked: MapAsked

    @cached_property
    def moment(self) -> Moment:
        """Give the day, the state of knowledge and who looks."""
        return self.asked.moment(
            today=self.page.today,
            as_known_at=known_at(self.page.session, self.asked.as_known_at),
            audience=visibilities(is_internal=sees_internal(self.page.actor)),
        )

    @property
    def layer(self) -> Layer:
        """Give the layer that is listed."""
        return LAYERS_BY_NAME[self.asked.layer]

    def of_layer(self, layer: Layer) -> ListQuestion:
        """Give the question to the list of a layer."""
        asked = self.asked
        return ListQuestion(
            layer=layer,
            moment=self.moment,
            selection=asked.selection(),
            box=Box(**dict(zip(SIDE_NAMES, asked.bbox, strict=True))) if asked.bbox else None,
            order=asked.order,
            after=asked.after,
        )

    def known(self) -> str:
        """Give what the address of a record ends with, so that it is shown as it was known."""
        return address("", as_known_at=self.asked.as_known_at and self.asked.as_known_at.isoformat()).removesuffix("?")

    def link(self, path: str, **changes: object) -> str:
        """Give the address of the same list on another page of it, or with something else changed."""
        bbox = {"bbox": ",".join(f"{side:.5f}" for side in self.asked.bbox)} if self.asked.bbox else {}
        return address(path, **(self.asked.parameters(of_list=True) | bbox | changes)).removesuffix("?")


def map_question(page: PageDependency) -> MapQuestionOfPage:
    """Read what is asked of the Map page."""
    return MapQuestionOfPage(page, MapAsked.of(page))


MapQuestionDependency = Annotated[MapQuestionOfPage, Depends(map_question)]
