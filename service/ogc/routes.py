"""The published layers over HTTP, named as OGC API – Features names them."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from gis.codelists import Visibility
from gis.layers import LAYERS, LAYERS_BY_NAME, Layer
from service.access import ActorDependency, sees_internal, visibilities
from service.db import SessionDependency
from service.ledger.known import known_at
from service.ogc import queries
from service.ogc.schemas import Asked, Collection, Collections, ItemAsked, ItemsAsked, Link
from service.problems import NotFound, language_of
from service.storable import storable_text

GEOJSON, JSON = "application/geo+json", "application/json"

router = APIRouter(prefix="/ogc", tags=["layers"])


def published_layer(layer: str) -> Layer:
    """Give the layer of a name.

    Raises
    ------
    NotFound
        If there is none; the names are told.
    """
    if layer not in LAYERS_BY_NAME:
        names = ", ".join(LAYERS_BY_NAME)
        raise NotFound(
            f"There is no collection {layer}. There are: {names}.",
            f"{layer} toplusu yoxdur. Mövcud olanlar: {names}.",
            allowed=list(LAYERS_BY_NAME),
        )
    return LAYERS_BY_NAME[layer]


def audience_of(actor: ActorDependency) -> tuple[Visibility, ...]:
    """Give the visibilities of the records that are shown to who asks."""
    return visibilities(is_internal=sees_internal(actor))


PublishedLayer = Annotated[Layer, Depends(published_layer)]
Audience = Annotated[list[Visibility], Depends(audience_of)]
NoMore = Annotated[Asked, Query()]


class FeatureResponse(Response):
    """An answer in GeoJSON."""

    media_type = GEOJSON


@router.get("/collections")
def get_collections(request: Request, session: SessionDependency, *, audience: Audience, _: NoMore) -> Collections:
    """List the layers. Each says how many of its records have another audience and are not shown to you."""
    links = [Link(href=str(request.url), rel="self", type=JSON)]
    counts = {layer.name: queries.withheld_count(session, layer, audience=audience) for layer in LAYERS}
    return Collections(
        links=links, collections=[_collection(request, layer, withheld=counts[layer.name]) for layer in LAYERS]
    )


@router.get("/collections/{layer}")
def get_collection(
    request: Request, layer: PublishedLayer, *, session: SessionDependency, audience: Audience, _: NoMore
) -> Collection:
    """Give a layer's title, where its features are, and how many of its records are not shown to you."""
    return _collection(request, layer, withheld=queries.withheld_count(session, layer, audience=audience))


@router.get("/collections/{layer}/items", response_class=FeatureResponse)
def get_items(
    request: Request,
    layer: PublishedLayer,
    *,
    session: SessionDependency,
    audience: Audience,
    asked: Annotated[ItemsAsked, Query()],
) -> Response:
    """Give the records in the order of their codes, as GeoJSON that can be uploaded again.

    They are the records that hold now, or with `as_known_at` those that held then, as they were known.

    The link `next` leads to the following page and is missing on the last one. `withheld` counts the layer's records
    that have another audience and are not shown to you.
    """
    at = asked.as_known_at and known_at(session, asked.as_known_at)
    page = queries.page(session, layer, asked.question(at), audience=audience)
    links = _feature_links(request, layer)
    if page.next_after is not None:
        following = request.url.include_query_params(after=page.next_after)
        links.append(Link(href=str(following), rel="next", type=GEOJSON))
    document = {
        "type": "FeatureCollection",
        "numberMatched": page.matched_count,
        "numberReturned": len(page.features),
        "withheld": queries.withheld_count(session, layer, audience=audience, as_known_at=at),
        "links": [link.model_dump() for link in links],
        "features": orjson.Fragment(f"[{','.join(page.features)}]"),
    }
    return FeatureResponse(orjson.dumps(document))


@router.get("/collections/{layer}/items/{item}", response_class=FeatureResponse)
def get_item(  # noqa: PLR0913 - what FastAPI reads from the address, and who asks
    request: Request,
    layer: PublishedLayer,
    item: str,
    *,
    session: SessionDependency,
    audience: Audience,
    asked: Annotated[ItemAsked, Query()],
) -> Response:
    """Give one record by its id or its code, as it holds now or as it was known at an instant."""
    at = asked.as_known_at and known_at(session, asked.as_known_at)
    written = queries.feature(session, layer, storable_text(item), audience=audience, as_known_at=at)
    if written is None:
        raise NotFound(
            f"No record {item} of {layer.name} is approved and shown to you. Sign in to see what is not public.",
            f"{layer.name} təbəqəsində təsdiqlənmiş və sizə açıq olan {item} qeydi yoxdur. "
            "Açıq olmayanları görmək üçün daxil olun.",
        )
    links = [link.model_dump() for link in _feature_links(request, layer)]
    return FeatureResponse(orjson.dumps(orjson.loads(written) | {"links": links}))


def _collection(request: Request, layer: Layer, *, withheld: int) -> Collection:
    links = [
        Link(href=_address(request, "get_collection", layer), rel="self", type=JSON),
        Link(href=_address(request, "get_items", layer), rel="items", type=GEOJSON),
    ]
    title = layer.az if language_of(request) == "az" else layer.en
    return Collection(id=layer.name, title=title, withheld=withheld, links=links)


def _feature_links(request: Request, layer: Layer) -> list[Link]:
    """Give where an answer of features is, and where its collection."""
    return [
        Link(href=str(request.url), rel="self", type=GEOJSON),
        Link(href=_address(request, "get_collection", layer), rel="collection", type=JSON),
    ]


def _address(request: Request, route: str, layer: Layer) -> str:
    return str(request.url_for(route, layer=layer.name))
