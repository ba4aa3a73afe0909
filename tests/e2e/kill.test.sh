#!/usr/bin/env bash
# The demo's journey while one of our processes is killed with SIGKILL at every step, at seeded moments;
# DEXEXTRA_KILLS=all: each of the four at every step.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
export DEXEXTRA_RESTARTS_PER_MINUTE_MAX=1000
"$root/run.sh" up
export DEXEXTRA_CONFIG=$DEXEXTRA_DATA/config/venue.json
export DEXEXTRA_CONTRACTS=$DEXEXTRA_DATA/config/contracts.json
export DEXEXTRA_ADMIN_KEY=$DEXEXTRA_DATA/keys/admin.key
exec node "$root/gateway/examples/node/crash-journey.mjs"
