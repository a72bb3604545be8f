# shellcheck shell=bash disable=SC2154
# How the set-up talks: to standard error, so that `bin/kairos services` can print settings to standard output.

say() {
  printf 'Kairos: %s\n' "$*" >&2
}

die() {
  say "$*"
  exit 1
}

# Run a long command with one line for what it does and one every 10 s; its own output goes to the log.
step() {
  local what=$1 started=$SECONDS ticks=0 job
  shift
  say "$what"
  "$@" >>"$log" 2>&1 </dev/null &
  job=$!
  while kill -0 "$job" 2>/dev/null; do
    sleep 0.1
    ticks=$((ticks + 1))
    [ $((ticks % 100)) != 0 ] || say "$what: $((SECONDS - started)) s"
  done
  wait "$job" || {
    tail -n 30 "$log" >&2
    die "$what failed; the lines above are the end of $log"
  }
}

# Whether a mark says that this folder already has what these files ask for.
is_fresh() {
  local mark=$1
  shift
  [ -f "$mark" ] && [ "$(cat "$mark")" = "$(fingerprint "$@")" ]
}

fingerprint() {
  printf '%s\n' "$PWD"
  cat "$@" | cksum
}
