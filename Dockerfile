# One image for web, live, worker and beat; docker-compose.yml says which of them a container is.

FROM node:24-bookworm-slim AS browser
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY static static
RUN node_modules/.bin/esbuild static/css/main.css --bundle --minify --external:*.woff2 --outfile=build/css/main.css

FROM python:3.11-slim-bookworm
RUN apt-get update \
  && apt-get install --yes --no-install-recommends gettext libgdal32 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=browser /app/node_modules node_modules
COPY --from=browser /app/build build
# The commands of the Procfile, which `bin/run.py` runs on one machine, are the containers' too.
ENV PYTHONUNBUFFERED=1 KAIROS_BIND=0.0.0.0 KAIROS_PORT=8000 KAIROS_LIVE_PORT=8001
RUN useradd --system kairos \
  && mkdir -p staticfiles \
  && SETTINGS="KAIROS_SECRET_KEY=for-building-only-and-nowhere-else DATABASE_URL=postgresql:///none REDIS_URL=redis://none EMAIL_URL=smtp://none" \
  && env $SETTINGS python manage.py compilemessages --verbosity 0 \
  && env $SETTINGS python manage.py collectstatic --noinput --verbosity 0
USER kairos
ENTRYPOINT ["honcho", "start"]
