#!/usr/bin/env bash
# The README's demo on a venue of its own.
set -euo pipefail
run=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)/run.sh
"$run" up
"$run" demo
