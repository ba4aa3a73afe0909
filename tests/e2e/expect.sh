# shellcheck shell=bash
# What the end-to-end scripts share: one line per expectation, and the count that run.sh adds up at the end.

PASSED=0
FAILED=0

expect() { # <sentence> <command…>
  local sentence=$1
  shift
  if "$@"; then
    PASSED=$((PASSED + 1))
    printf 'ok    %s\n' "$sentence"
  else
    FAILED=$((FAILED + 1))
    printf 'FAIL  %s\n' "$sentence"
  fi
}

# Tries a condition until it holds or the time is up.
eventually() { # <timeout s> <command…>
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

finish() {
  printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
  ((FAILED == 0 && PASSED > 0))
}
