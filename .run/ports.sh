# shellcheck shell=bash
# Every process has a port at a fixed distance from the base port. A port that another program holds is replaced by the
# next free one, said aloud, and the choice is kept in the data folder so that it stays the same over restarts.

readonly PORT_FILE=$DATA/config/ports.json
readonly PORT_BASE_DEFAULT=7400
PORT_BASE=${DEXEXTRA_PORT_BASE:-$(json_number "$PORT_FILE" base)}
readonly PORT_BASE=${PORT_BASE:-$PORT_BASE_DEFAULT}
readonly PORT_SPAN=100
declare -A PORT_OFFSET=([gatewayHttp]=0 [gatewayOrderEntry]=1 [engine]=10 [persistence]=11 [settlement]=12
  [checkpoint]=13 [postgres]=20 [redis]=21 [anvil]=22)
readonly PORT_NAMES=(gatewayHttp gatewayOrderEntry engine checkpoint persistence settlement postgres redis anvil)
declare -A PORT=()

port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_owner() { # the supervised process that listens on a port of ours
  case $1 in
    gateway*) printf gateway ;;
    *) printf '%s' "$1" ;;
  esac
}

load_ports() {
  local name
  [[ $(json_number "$PORT_FILE" base) == "$PORT_BASE" ]] || return 0
  for name in "${PORT_NAMES[@]}"; do PORT[$name]=$(json_number "$PORT_FILE" "$name"); done
}

choose_ports() {
  local name wanted port taken=' '
  load_ports
  for name in "${PORT_NAMES[@]}"; do
    wanted=${PORT[$name]:-$((PORT_BASE + PORT_OFFSET[$name]))}
    port=$wanted
    if ! is_supervised "$(port_owner "$name")"; then port=$(free_port "$wanted" "$taken"); fi
    [[ -n $port ]] || die "no free port for $name after $wanted: set DEXEXTRA_PORT_BASE"
    [[ $port == "$wanted" ]] || warn "port $wanted is used by another program; $name takes $port"
    PORT[$name]=$port
    taken+="$port "
  done
  save_ports
  STEP_NOTE="from ${PORT[gatewayHttp]}"
}

# The wanted port when it is free, else the next free one that no other process of ours wants; nothing when none is.
free_port() { # <wanted> <taken>
  local port wanted=$1 offset
  for ((port = wanted; port < wanted + PORT_SPAN; port++)); do
    if ((port != wanted)); then
      for offset in "${PORT_OFFSET[@]}"; do ((port != PORT_BASE + offset)) || continue 2; done
    fi
    if [[ $2 != *" $port "* ]] && ! port_in_use "$port"; then
      printf '%s' "$port"
      return
    fi
  done
}

save_ports() {
  local name
  {
    printf '{\n  "base": %d' "$PORT_BASE"
    for name in "${PORT_NAMES[@]}"; do printf ',\n  "%s": %d' "$name" "${PORT[$name]}"; done
    printf '\n}\n'
  } | write_private "$PORT_FILE"
}
