# shellcheck shell=bash disable=SC2154
# The locked packages: Python's, the browser's, and a Chromium for the tests. A mark in each folder holds the
# fingerprint of the lock file it was filled from, so that a second run asks nobody.

NODE_LEAST=20 # the oldest Node that the locked packages run on

python_packages() {
  local lock=requirements.txt
  [ "$1" = run ] || lock=requirements-dev.txt
  is_fresh ".venv/.filled-from-$lock" "$lock" && return
  .venv/bin/python -c '' 2>/dev/null || make_venv
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >>"$log" 2>&1
  step "Installing Python packages" .venv/bin/python -m pip install --require-hashes -r "$lock"
  fingerprint "$lock" >".venv/.filled-from-$lock"
  # The tests' packages are those of a run and more.
  [ "$1" = run ] || fingerprint requirements.txt >.venv/.filled-from-requirements.txt
}

make_venv() {
  local python
  rm -rf .venv
  python=$(find_python)
  if [ -n "$python" ]; then
    step "Making a virtual environment" "$python" -m venv .venv
  else
    python3 -m venv .local/uv
    step "Fetching uv, since this system has no Python 3.11" .local/uv/bin/pip install uv
    step "Fetching Python 3.11" .local/uv/bin/uv venv --seed --python 3.11 .venv
  fi
}

node_packages() {
  local mark=node_modules/.filled-for-$1 without=()
  is_fresh "$mark" package-lock.json && return
  find_node || fetch_node
  [ "$1" != run ] || without=(--omit=dev)
  step "Installing browser packages" npm ci --no-audit --no-fund "${without[@]+"${without[@]}"}"
  fingerprint package-lock.json >"$mark"
  [ "$1" = run ] || fingerprint package-lock.json >node_modules/.filled-for-run
}

find_node() {
  local version
  has npm && version=$(node --version 2>/dev/null) || return
  version=${version#v}
  [ "${version%%.*}" -ge "$NODE_LEAST" ]
}

# Node as a Python package, in an environment of its own, where the system has none or an old one.
fetch_node() {
  local python
  python=$(find_python)
  "${python:-python3}" -m venv .local/node
  step "Fetching Node" .local/node/bin/pip install --require-hashes -r requirements-node.txt
  mkdir -p .local/bin
  ln -sf ../node/bin/node ../node/bin/npm .local/bin/
}

browser() {
  [ -z "$(bin/find-chromium)" ] || return 0
  if has apt-get; then
    step "Reading the lists of system packages" as_root apt-get update
  fi
  if has apt-get && [ -n "$(newest '^chromium$')" ]; then
    step "Installing Chromium" apt_install chromium
  elif has brew; then
    step "Installing Chromium" brew install --cask chromium
  else
    step "Fetching Chromium" .venv/bin/python -m playwright install --with-deps chromium
  fi
}
