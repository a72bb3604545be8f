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
  && install --directory --owner=kairos /mail \
  && KAIROS_SECRET_KEY=for-building-only-and-nowhere-else EMAIL_URL=file:///mail VAPID_PRIVATE_KEY=off \
     DATABASE_URL=postgresql:///none REDIS_URL=redis://none python manage.py prepare --files-only
USER kairos
ENTRYPOINT ["honcho", "start"]
