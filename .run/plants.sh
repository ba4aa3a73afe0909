# shellcheck shell=bash
# `plants`: does the differential driver bite? Each plant of tests/plants/plants.json is one wrong line in a copy of the
# engine; the driver, built from that copy, must find a difference. One step per plant; the last line counts them.

readonly PLANT_COMMANDS=10000
readonly PLANT_SEEDS=96

run_plants() { # [name…]
  local names=("$@") name
  if ((${#names[@]} == 0)); then
    mapfile -t names < <(node "$ROOT/tests/plants/plant.mjs" --list)
  fi
  PLANTED=$(mktemp -d)
  trap 'rm -rf -- "$PLANTED"' EXIT
  PASSED=0 FAILED=0 FAILURES=()
  STEP_TOTAL=${#names[@]}
  for name in "${names[@]}"; do
    step "plant $name" suite "plant-$name" find_plant "$name"
  done
  rm -rf -- "$PLANTED"
  summarize
}

# Exit code 0 when the driver stopped at a difference or a broken invariant.
find_plant() { # <name>
  local copy=$PLANTED/source status=0
  rm -rf -- "$copy"
  mkdir -p "$copy/tests"
  cp -r -- "$ROOT"/{.editorconfig,*.props,*.txt,*.json,engine} "$copy/"
  cp -r -- "$ROOT"/tests/{DexExtra.Engine.Reference,DexExtra.Differential} "$copy/tests/"
  node "$ROOT/tests/plants/plant.mjs" "$copy" "$1" || return 3
  DEXEXTRA_ARTIFACTS=$PLANTED/artifacts dotnet build -c Release -v:quiet "$copy/tests/DexExtra.Differential" ||
    return 4
  "$PLANTED/artifacts/bin/DexExtra.Differential/release/DexExtra.Differential" --commands "$PLANT_COMMANDS" \
    --seeds "$PLANT_SEEDS" --first --no-shrink --no-coverage --output "$PLANTED" || status=$?
  echo "the driver ended with $status"
  ((status == 1))
}
