# shellcheck shell=bash disable=SC2154
# The operating system's packages: PostgreSQL with PostGIS, GDAL, Redis, gettext, Python.

has() {
  command -v "$1" >/dev/null 2>&1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif has sudo; then
    sudo "$@"
  else
    die "This needs root, and there is no sudo. As root, run: $*"
  fi
}

# DATABASE_URL and REDIS_URL name servers that are elsewhere; the geographic libraries are needed all the same.
system_packages() {
  local wanted=()
  [ -n "${DATABASE_URL:-}" ] || has_postgis || wanted+=(postgis)
  [ -n "${REDIS_URL:-}" ] || has redis-server || wanted+=(redis)
  has_gdal || wanted+=(gdal)
  has msgfmt || wanted+=(gettext)
  has ps || wanted+=(procps)
  [ -n "$(find_python)" ] || [ -x .venv/bin/python ] || wanted+=(python)
  [ ${#wanted[@]} -gt 0 ] || return 0
  if has apt-get; then
    with_apt "${wanted[@]}"
  elif has brew; then
    with_brew "${wanted[@]}"
  else
    die "Missing: ${wanted[*]}. Kairos installs them with apt or Homebrew; here, please install them by hand."
  fi
}

has_postgis() {
  compgen -G '/usr/share/postgresql/*/extension/postgis.control' >/dev/null && return
  has pg_config && [ -f "$(pg_config --sharedir)/extension/postgis.control" ]
}

has_gdal() {
  [ -n "${GDAL_LIBRARY_PATH:-}" ] && return
  if [ "$(uname)" = Darwin ]; then
    has gdalinfo
  else
    [[ $(/sbin/ldconfig -p) == *libgdal.so* ]] # no `grep -q`: it closes the pipe early, which pipefail takes for a no
  fi
}

# A Python of the locked version that can make a virtual environment.
find_python() {
  local candidate
  for candidate in python3.11 python3 /usr/bin/python3; do
    has "$candidate" || continue
    "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || continue
    command -v "$candidate"
    return
  done
}

with_apt() {
  local packages=() name
  step "Reading the lists of system packages" as_root apt-get update
  for name in "$@"; do
    case $name in
      postgis) packages+=("$(newest '^postgresql-[0-9]+-postgis-3$')") ;;
      gdal) packages+=("$(newest '^libgdal[0-9]+(t64)?$')") ;;
      redis) packages+=(redis-server) ;;
      python) packages+=("$(python_in_apt)" "$(python_in_apt)-venv") ;;
      *) packages+=("$name") ;;
    esac
  done
  (
    trap let_servers_start EXIT
    keep_servers_from_starting
    say "Missing: ${packages[*]}"
    step "Installing system packages" apt_install "${packages[@]}"
  )
}

newest() {
  apt-cache search --names-only "$1" | cut -d' ' -f1 | sort -V | tail -n 1
}

# Where the distribution has no Python 3.11, its own Python fetches one (see `make_venv`).
python_in_apt() {
  apt-cache show python3.11-venv >/dev/null 2>&1 && echo python3.11 || echo python3
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
    -o Dpkg::Options::=--force-confold "$@"
}

# Debian starts each server that it installs, and makes a cluster of its own. For these minutes it may not:
# Kairos uses private ones, and a port that is free stays free.
policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.conf

keep_servers_from_starting() {
  if [ -e "$policy" ] && ! grep -q Kairos "$policy"; then
    as_root mv "$policy" "$policy.before-kairos"
  fi
  printf '#!/bin/sh\n# Kairos, while it installs\nexit 101\n' | as_root tee "$policy" >/dev/null
  as_root chmod 755 "$policy"
  if [ ! -e "$clusters" ]; then
    step "Installing what keeps PostgreSQL from starting by itself" apt_install postgresql-common
  fi
  as_root cp -n "$clusters" "$clusters.before-kairos"
  echo 'create_main_cluster = false' | as_root tee -a "$clusters" >/dev/null
}

let_servers_start() {
  as_root rm -f "$policy"
  [ ! -e "$policy.before-kairos" ] || as_root mv "$policy.before-kairos" "$policy"
  [ ! -e "$clusters.before-kairos" ] || as_root mv "$clusters.before-kairos" "$clusters"
}

with_brew() {
  local packages=() name
  for name in "$@"; do
    case $name in
      python) packages+=(python@3.11) ;;
      *) packages+=("$name") ;;
    esac
  done
  say "Missing: ${packages[*]}"
  step "Installing system packages" brew install "${packages[@]}"
}
