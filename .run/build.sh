# shellcheck shell=bash
# Builds what the venue runs: the solution in Release, the Node packages and the contracts. Each is skipped when its
# inputs are those of the last successful build, so that a second run takes no time.

program() { printf '%s/bin/%s/release/%s' "$ARTIFACTS" "$1" "$1"; }

# A digest of names, sizes and times of all sources: cheap, and any edit changes it.
source_stamp() {
  (cd "$ROOT" && find . \( -name node_modules -o -name .git -o -name bin -o -name obj -o -path ./artifacts \
    -o -path ./data -o -path ./settlement/contracts/out \) -prune -o -type f \( -name '*.cs' -o -name '*.csproj' \
    -o -name '*.sln' -o -name '*.props' -o -name '*.targets' -o -name '*.json' -o -name '*.txt' -o -name '*.xml' \
    -o -name '*.sql' -o -name .editorconfig \) -printf '%p %s %T@\n' | LC_ALL=C sort | sha256sum | cut -c1-40)
}

build_is_current() {
  [[ -x $(program DexExtra.Engine.Host) && -x $(program DexExtra.Checkpoint) && -x $(program DexExtra.Gateway) &&
    -x $(program DexExtra.Persistence) && -x $(program DexExtra.Settlement) &&
    $(cat "$ARTIFACTS/build.stamp" 2>/dev/null) == "$(source_stamp)" ]]
}

# Replacing the files under a running process would crash it.
refuse_when_in_use() {
  local link target
  for link in /proc/[0-9]*/exe; do
    target=$(readlink "$link" 2>/dev/null) || continue
    if [[ $target == "$ARTIFACTS/bin/"*/release/* ]]; then
      die "the sources changed but $(basename -- "$target") is running from $ARTIFACTS: stop it first (./run.sh down)"
    fi
  done
}

build_solution() {
  if build_is_current; then STEP_NOTE="nothing changed"; return; fi
  refuse_when_in_use
  mkdir -p "$ARTIFACTS"
  local stamp
  exec 7>"$ARTIFACTS/build.lock"
  flock 7
  stamp=$(source_stamp)
  rm -f -- "$ARTIFACTS/build.stamp"
  # one compiler for all projects: each of its own would be compiled just in time again, a third of the time
  if ! logged "$ARTIFACTS/logs/build.log" \
    dotnet build "$ROOT/DexExtra.Engine.sln" -c Release -v:minimal -p:UseSharedCompilation=true 7>&- 5>&- 6>&-; then
    local errors=$ARTIFACTS/logs/build-errors.log
    grep -E '(error|warning) [A-Z]+[0-9]+' "$STEP_LOG" | sort -u | head -n 15 >"$errors" || true
    [[ ! -s $errors ]] || STEP_LOG=$errors
    die "the solution does not build" "$STEP_LOG"
  fi
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
  printf '%s\n' "$stamp" >"$ARTIFACTS/build.stamp"
  flock -u 7
  exec 7>&-
  STEP_NOTE="built with $(grep -cE ' -> ' "$STEP_LOG" || true) projects"
}

# npm ci where the lock file differs from the one last installed. The packages we use need no install scripts.
install_node_packages() {
  local folder lock installed=()
  for folder in "$CONTRACTS" "$EXAMPLES"; do
    lock=$folder/package-lock.json
    [[ -f $lock ]] || continue
    if ! cmp -s -- "$lock" "$folder/node_modules/.installed-lock.json"; then
      logged "$ARTIFACTS/logs/npm-$(basename -- "$folder").log" npm ci --prefix "$folder" --ignore-scripts --no-audit \
        --no-fund || die "npm ci failed in $folder" "$STEP_LOG"
      cp -- "$lock" "$folder/node_modules/.installed-lock.json"
      installed+=("${folder#"$ROOT"/}")
    fi
  done
  STEP_NOTE=${installed[*]:-nothing changed}
}

build_contracts() {
  local stamp
  stamp=$(cd "$CONTRACTS" && find . -name node_modules -prune -o -path ./out -prune -o -type f \
    \( -name '*.sol' -o -name 'package-lock.json' -o -path './scripts/*' \) -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum | cut -c1-40)
  if [[ $(cat "$CONTRACTS/out/.stamp" 2>/dev/null) == "$stamp" ]]; then STEP_NOTE="nothing changed"; return; fi
  logged "$ARTIFACTS/logs/contracts.log" npm run --prefix "$CONTRACTS" build ||
    die "the contracts do not compile" "$STEP_LOG"
  printf '%s\n' "$stamp" >"$CONTRACTS/out/.stamp"
}
