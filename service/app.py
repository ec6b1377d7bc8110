"""The application, assembled on one page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from service.db import make_engine, make_sessions
from service.figures.routes import router as measures
from service.headers import SecurityHeaders
from service.kept import Kept
from service.maps.routes import router as maps
from service.maps.search_routes import router as map_search
from service.maps.shades_routes import router as map_shades
from service.maps.sheet_routes import router as map_sheets
from service.maps.weeks_routes import router as map_weeks
from service.ogc.routes import router as layers
from service.problems import REFUSALS
from service.progress.routes import router as figures
from service.published.routes import router as published
from service.quality.routes import router as quality
from service.records.routes import router as records
from service.refusals import answer_problems
from service.reports.routes import router as reports
from service.reports.writers import Writers
from service.settings import Settings
from service.tiles.flow import Tiles
from service.tiles.held import HeldConnections
from service.tiles.routes import router as tiles
from service.uploads.corrected_routes import router as corrected_files
from service.uploads.effect_routes import router as effects
from service.uploads.limit import BodyLimit
from service.uploads.mapping_routes import router as saved_mappings
from service.uploads.routes import router as uploads
from service.web.page import problem_page
from service.web.routes import router as web

STATIC = Path(__file__).parent / "web" / "static"


def create_app(settings: Settings, *, writers: Writers | None = None) -> FastAPI:
    """Make the service for an installation; nothing is shared between two of them.

    The clock is `app.state.clock`: tests set their day.

    Parameters
    ----------
    writers
        Write reports beside this process; missing: they are written in it.
    """
    engine = make_engine(settings.database_url)
    held = HeldConnections(settings.database_url)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if writers is not None:
            writers.begin(app.state.clock())
        yield
        await held.close()
        engine.dispose()

    app = FastAPI(title="Landrelease", lifespan=lifespan, docs_url=None, redoc_url=None, responses=REFUSALS)
    app.state.settings = settings
    app.state.writers = writers
    app.state.sessions = make_sessions(engine)
    app.state.clock = lambda: datetime.now(UTC)
    app.state.tiles = Tiles(lambda: app.state.sessions, held.ask, limit_bytes=settings.tile_cache_bytes)
    app.state.problem_page = problem_page
    app.state.country_figures = Kept()
    app.state.quality_figures = Kept()
    app.state.bulletins = Kept(most=500)  # a title and a few sentences each
    answer_problems(app)
    app.add_middleware(GZipMiddleware, minimum_size=10_000)
    app.add_middleware(BodyLimit, limit_bytes=settings.upload_limit_bytes)
    app.add_middleware(SecurityHeaders)
    app.include_router(tiles)  # first: routes are looked through in order, and of nothing more is asked
    app.include_router(uploads)
    app.include_router(effects)
    app.include_router(corrected_files)
    app.include_router(saved_mappings)
    app.include_router(records)
    app.include_router(web)
    app.include_router(figures)
    app.include_router(measures)
    app.include_router(quality)
    app.include_router(published)
    app.include_router(reports)
    app.include_router(maps)
    app.include_router(map_search)
    app.include_router(map_weeks)
    app.include_router(map_shades)
    app.include_router(map_sheets)
    app.include_router(layers)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC), minimum_size=1_000), name="static")
    return app
