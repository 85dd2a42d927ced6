# One image for web, worker, scheduler and preparation; docker-compose.yml says which is which.
# An office that pins by digest: docker build --build-arg BASE=python@sha256:...
ARG BASE=python:3.11.13-slim-bookworm
FROM ${BASE}

# For PDF only. No compiler: every Python package comes as a wheel.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 pantas \
    && install -d -o pantas -g pantas -m 0700 /data

# The file system is read-only when it runs: what is written goes to /data, or to /tmp.
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 \
    XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=config.settings \
    PORTAL_DATA_DIR=/data

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --only-binary=:all: --require-hashes -r requirements.txt
COPY . .
RUN python -m compileall -q .

USER pantas
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://localhost:8000/healthz', timeout=5)"]
CMD ["gunicorn", "-c", "config/gunicorn.py", "-b", "0.0.0.0:8000", "config.wsgi"]
