# shellcheck shell=bash
# The private PostgreSQL cluster, Redis, the local chain, and the keys of the venue. All on loopback, all under the data
# folder, every secret generated once and readable by its owner only.

readonly DATABASE=dexextra
readonly BLOCK_TIME_S=1
readonly CHAIN_STATE_INTERVAL_S=5
readonly GAS_WEI=0x21e19e0c9bab2400000 # 10,000 of the local chain's coin

# ---- keys

make_keys() {
  local name made=()
  mkdir -p "$KEYS" && chmod 700 "$KEYS"
  for name in operator admin; do
    [[ ! -f $RESTORED || -s $KEYS/$name.key ]] ||
      die "restored from a backup, which holds no keys: put the venue's $name.key into $KEYS"
  done
  for name in operator admin approver; do
    if [[ ! -s $KEYS/$name.key ]]; then
      printf '0x%s\n' "$(random_hex 32)" | write_private "$KEYS/$name.key"
      made+=("$name")
    fi
  done
  for name in postgres-admin postgres; do
    if [[ ! -s $KEYS/$name.password ]]; then
      random_hex 24 | write_private "$KEYS/$name.password"
      made+=("$name")
    fi
  done
  if [[ ! -s $KEYS/sign-in.pem ]]; then
    node -e 'const pair = require("node:crypto").generateKeyPairSync("ec", { namedCurve: "P-256" });
      process.stdout.write(pair.privateKey.export({ type: "pkcs8", format: "pem" }));' |
      write_private "$KEYS/sign-in.pem"
    made+=(sign-in)
  fi
  OPERATOR_ADDRESS=$(address_of operator)
  ADMIN_ADDRESS=$(address_of admin)
  APPROVER_ADDRESS=$(address_of approver)
  STEP_NOTE=${made[*]:-present}
}

random_hex() { od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'; }

# Kept beside the key, so that only the first start runs a program for it.
address_of() {
  if [[ ! -s $KEYS/$1.address || $KEYS/$1.key -nt $KEYS/$1.address ]]; then
    "$(program DexExtra.Settlement)" address --key-file "$KEYS/$1.key" 2>"$LOGS/keys.log" >"$KEYS/$1.address" ||
      die "the address of $KEYS/$1.key cannot be derived" "$LOGS/keys.log"
  fi
  cat "$KEYS/$1.address"
}

# ---- PostgreSQL

# initdb and postgres refuse root, so root runs them as the user that Debian's package made.
as_postgres() {
  if ((EUID == 0)); then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"); else "$@"; fi
}

# The cluster's folder. Where the postgres user cannot reach the data folder (a clone under /root, a temporary folder of
# mode 0700), it lies under /var/lib and data/postgres is a link to it.
postgres_folder() {
  if [[ -L $DATA/postgres ]]; then readlink "$DATA/postgres"; else printf '%s' "$DATA/postgres"; fi
}

prepare_postgres() {
  local folder=$DATA/postgres
  if [[ -s $(postgres_folder)/PG_VERSION ]]; then return; fi
  if ! as_postgres test -x "$DATA"; then
    folder=/var/lib/dexextra-$VENUE_ID/postgres
    warn "the postgres user cannot reach $DATA; the database lies in $folder"
    rm -rf -- "${folder:?}"
    mkdir -p "$(dirname -- "$folder")"
    ln -sfn "$folder" "$DATA/postgres"
  fi
  init_cluster "$folder"
  STEP_NOTE="new cluster"
}

# Made beside its place and renamed, so that an interrupted initdb leaves nothing that looks like a cluster.
init_cluster() { # <folder>
  local password_file=$1.password
  rm -rf -- "$1.new"
  mkdir -p "$1.new"
  (umask 077 && cp -- "$KEYS/postgres-admin.password" "$password_file")
  if ((EUID == 0)); then chown postgres: "$1.new" "$password_file"; fi
  logged "$LOGS/initdb.log" as_postgres "$(postgres_bin)/initdb" -D "$1.new" --username=postgres --encoding=UTF8 \
    --locale=C.UTF-8 --data-checksums --auth=scram-sha-256 --pwfile="$password_file" --no-instructions ||
    die "initdb failed" "$LOGS/initdb.log"
  rm -f -- "$password_file"
  mv -T -- "$1.new" "$1"
}

postgres_command() {
  STOP_SIGNAL=INT STOP_TIMEOUT_S=30 # SIGINT: fast shutdown
  COMMAND=("$(postgres_bin)/postgres" -D "$(postgres_folder)" -c listen_addresses=127.0.0.1 -c "port=${PORT[postgres]}"
    -c unix_socket_directories= -c logging_collector=off -c log_timezone=UTC -c timezone=UTC
    -c 'log_line_prefix=%m [%p] ' -c password_encryption=scram-sha-256)
  if ((EUID == 0)); then
    COMMAND=(env -C / setpriv --reuid=postgres --regid=postgres --init-groups --pdeathsig INT -- "${COMMAND[@]}")
  fi
}

start_postgres() {
  prepare_postgres
  start_process postgres
  await_healthy postgres
  prepare_database
}

as_database_admin() {
  PGPASSWORD=$(<"$KEYS/postgres-admin.password") PGCONNECT_TIMEOUT=10 psql -X -q -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "${PORT[postgres]}" -U postgres -d postgres "$@"
}

# The venue's own role and database; persistence applies the migrations itself. Standard input keeps the password out of
# the process list.
prepare_database() {
  logged "$LOGS/database.log" database_sql || die "the role or the database could not be made" "$LOGS/database.log"
}

database_sql() {
  as_database_admin -f - <<SQL
select 'create role $DATABASE' where not exists (select from pg_roles where rolname = '$DATABASE') \\gexec
alter role $DATABASE with login password '$(<"$KEYS/postgres.password")';
\i $ROOT/db/roles.sql
alter role $DATABASE bypassrls;
select 'create database $DATABASE owner $DATABASE'
 where not exists (select from pg_database where datname = '$DATABASE') \\gexec
SQL
}

# ---- Redis: a mirror that is rebuilt from the log, so nothing is kept on disk

redis_command() {
  COMMAND=(redis-server --bind 127.0.0.1 --port "${PORT[redis]}" --dir "$DATA/redis" --save '' --appendonly no
    --daemonize no --maxmemory-policy noeviction)
}

start_redis() {
  mkdir -p "$DATA/redis"
  start_process redis
  await_healthy redis
}

# ---- the local chain

anvil_binary() {
  local folder
  for folder in "$CONTRACTS"/node_modules/@foundry-rs/anvil-linux-*/bin; do
    if [[ -x $folder/anvil ]]; then
      printf '%s' "$folder/anvil"
      return
    fi
  done
  die "no anvil for this machine in $CONTRACTS/node_modules/@foundry-rs"
}

# --prune-history: without it anvil writes one file per block under the home folder and never deletes them.
anvil_command() {
  STOP_TIMEOUT_S=30
  COMMAND=("$(anvil_binary)" --host 127.0.0.1 --port "${PORT[anvil]}" --chain-id "$CHAIN_ID"
    --block-time "$BLOCK_TIME_S" --slots-in-an-epoch 1 --prune-history --silent
    --state "$DATA/anvil/state.json" --state-interval "$CHAIN_STATE_INTERVAL_S")
}

# The whole answer of one JSON-RPC call; fails when nothing answers or the answer is an error.
rpc() { # <method> <params>
  local answer
  answer=$(http "${PORT[anvil]}" POST / "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}") || return 1
  [[ $answer == *'"result"'* ]] && printf '%s' "${answer#*$'\n'}"
}

start_anvil() {
  mkdir -p "$DATA/anvil"
  start_process anvil
  await_healthy anvil
  local account
  for account in "$OPERATOR_ADDRESS" "$ADMIN_ADDRESS"; do
    rpc anvil_setBalance "[\"$account\",\"$GAS_WEI\"]" >/dev/null ||
      die "the chain refused gas for $account" "$LOGS/anvil.log"
  done
  STEP_NOTE="chain $CHAIN_ID, block $((16#$(rpc eth_blockNumber '[]' | sed 's/.*"0x\([0-9a-f]*\)".*/\1/')))"
}

deploy_contracts() {
  local log=$LOGS/deploy.log
  logged "$log" "$(program DexExtra.Settlement)" deploy --rpc "http://127.0.0.1:${PORT[anvil]}" --chain-id "$CHAIN_ID" \
    --key-file "$KEYS/operator.key" --admin "$ADMIN_ADDRESS" --artifacts "$CONTRACTS/out" \
    --approver "$APPROVER_ADDRESS" --admin-key-file "$KEYS/admin.key" \
    --out "$DATA/config/contracts.json" || die "the contracts could not be deployed" "$log"
  STEP_NOTE="exchange $(json_text "$DATA/config/contracts.json" exchange)"
}
