# The scripts and styles of the pages, at the versions of package-lock.json.
FROM node:22-slim AS pages
WORKDIR /pages
COPY package.json package-lock.json .npmrc ./
RUN npm ci && npm run vendor

FROM python:3.11-slim-bookworm
# pg_dump and pg_restore of the database's own version, for `landrelease backup` and `restore`.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
ENV HOST=0.0.0.0 \
    LANDRELEASE_DATA_DIR=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /landrelease
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY gis gis
COPY migrations migrations
COPY seeds seeds
COPY service service
COPY --from=pages /pages/service/web/static/vendor service/web/static/vendor
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && useradd --system landrelease \
    && install --directory --owner=landrelease --mode=0700 /data
USER landrelease
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --start-period=5m \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz')"]
CMD ["sh", "-c", "landrelease migrate && landrelease seed && exec landrelease serve"]
