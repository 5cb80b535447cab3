FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONPATH=/app/src \
    VEIVALG_ENVIRONMENT=production \
    VEIVALG_HOST=0.0.0.0 \
    VEIVALG_PORT=8000

WORKDIR /app

# Changes seldom, so it stands first: every package by its hash.
COPY requirements/run.txt requirements/
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt

COPY pyproject.toml LICENSE ./
COPY src/ src/
COPY content/ content/
COPY migrations/ migrations/
# As in a checkout, the code is run from where it lies, with content and migrations beside it.
# Only var/ can be written to, and only SQLite writes there.
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation -e . \
    && python -m compileall -q src \
    && useradd --system --uid 10001 --no-create-home veivalg \
    && install --directory --owner=veivalg --mode=0750 var

USER 10001
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['VEIVALG_PORT']}/health/live\", timeout=2)"]

CMD ["veivalg", "serve"]
