# shellcheck shell=bash
# What every helper shares: where things are, how progress and failures are shown, and a tiny HTTP client
# (a fresh Debian has no curl). Sourced by run.sh; sets no state outside the data and artifacts folders.

# Names what a venue keeps outside its data folder.
venue_id() { printf '%s' "$1" | sha256sum | cut -c1-10; }

ARTIFACTS=${DEXEXTRA_ARTIFACTS:-$ROOT/artifacts}
DATA=$(realpath -m -- "${DEXEXTRA_DATA:-$ROOT/data}")
VENUE_ID=$(venue_id "$DATA")
RUN=$DATA/run
LOGS=$DATA/logs
KEYS=$DATA/keys
CONFIG=$DATA/config/venue.json
SHARED_MEMORY=/dev/shm/dexextra-$VENUE_ID
[[ -w /dev/shm ]] || SHARED_MEMORY=$RUN/streams
CONTRACTS=$ROOT/settlement/contracts
EXAMPLES=$ROOT/gateway/examples/node
CHAIN_ID=31337

export DEXEXTRA_ARTIFACTS=$ARTIFACTS
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 LC_ALL=C.UTF-8

# the exit code of a subshell that has already told what is wrong
readonly EXIT_REPORTED=96

STEP_NUMBER=0
STEP_TOTAL=0
STEP_LABEL=
STEP_NOTE=
STEP_LOG=
STEP_WARNINGS=()

say() { printf '%s\n' "$*"; }

now_ms() { printf '%s' "$(($(date +%s%N) / 1000000))"; }

seconds_since() { # <start ms>
  local ms=$(($(now_ms) - $1))
  printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

# One numbered step: prints its label at once and its note and time when it is done. The function may set STEP_NOTE,
# and STEP_LOG to the file that explains a failure. It runs in this shell, not in a condition, so that set -e holds.
step() { # <label> <function> [argument…]
  local start
  start=$(now_ms)
  STEP_NUMBER=$((STEP_NUMBER + 1)) STEP_LABEL=$1 STEP_NOTE='' STEP_LOG='' STEP_WARNINGS=()
  printf '[%d/%d] %s … ' "$STEP_NUMBER" "$STEP_TOTAL" "$STEP_LABEL"
  "${@:2}"
  printf '%s (%s)\n' "${STEP_NOTE:-done}" "$(seconds_since "$start")"
  STEP_LABEL=''
  if ((${#STEP_WARNINGS[@]})); then printf '      note: %s\n' "${STEP_WARNINGS[@]}"; fi
}

# A line of its own for something the reader should know; shown when the running step ends.
warn() {
  if [[ -n $STEP_LABEL ]]; then STEP_WARNINGS+=("$*"); else say "note: $*"; fi
}

# The one clear line of a failure, after the end of the log file that explains it.
die() { # <message> [log file]
  local log=${2:-}
  trap - ERR
  [[ -z $STEP_LABEL ]] || printf 'failed\n'
  if [[ -n $log && -s $log ]]; then
    printf -- '--- last lines of %s\n' "$log" >&2
    tail -n 15 -- "$log" | cut -c1-400 >&2
    printf -- '---\n' >&2
    printf 'run.sh: %s (log: %s)\n' "$1" "$log" >&2
  else
    printf 'run.sh: %s\n' "$1" >&2
  fi
  ((BASH_SUBSHELL == 0)) || exit "$EXIT_REPORTED"
  exit 1
}

on_error() { # <exit code> <line> <command>
  (($1 != EXIT_REPORTED)) || exit 1
  die "${STEP_LABEL:+step \"$STEP_LABEL\": }command failed with code $1 at line $2: ${3%%$'\n'*}" "$STEP_LOG"
}

# Runs a command with its output in a log file, so that a failure can be shown by its last lines. The venue's lock is
# not passed on: a compiler server that stays behind would keep it.
logged() { # <log file> <command…>
  STEP_LOG=$1
  mkdir -p "$(dirname -- "$1")"
  "${@:2}" >"$1" 2>&1 </dev/null 6>&-
}

# Waits until a command succeeds; returns 1 after the given time.
wait_until() { # <timeout s> <command…>
  local deadline=$(($(now_ms) + $1 * 1000))
  until "${@:2}"; do
    (($(now_ms) < deadline)) || return 1
    sleep 0.1
  done
}

# Status code on the first line, then the body, of one exchange on loopback; fails when nothing answers. A child with
# a time limit of its own does it: a server that accepts and says nothing must not hold us.
http() { # <port> <method> <path> [JSON body]
  timeout 5 bash "$ROOT/.run/http.sh" "$@" 2>/dev/null
}

http_ok() { # <port> <path>
  local answer
  answer=$(http "$1" GET "$2") && [[ ${answer%%$'\n'*} == 200 ]]
}

json_string() { # <text>
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# The number of a member of a flat JSON file that we wrote ourselves; nothing when it is not there.
json_number() { # <file> <member>
  [[ -f $1 ]] || return 0
  sed -n "s/.*\"$2\": *\([0-9][0-9]*\).*/\1/p" "$1" | head -n 1
}

# The text of a string member of a flat JSON file.
json_text() { # <file> <member>
  [[ -f $1 ]] || return 0
  sed -n "s/.*\"$2\": *\"\([^\"]*\)\".*/\1/p" "$1" | head -n 1
}

# Writes standard input to a file that only its owner can read, never leaving half of it.
write_private() { # <file>
  (umask 077 && cat >"$1.new")
  mv -f -- "$1.new" "$1"
}
