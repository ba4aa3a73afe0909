#!/usr/bin/env bash
# background.sh <command…>: runs a command that must never cost the engine a processor or the disk. Where the kernel
# groups processes by session, nice counts only among those of one session; so the session of whoever calls this, which
# has to be its own, gives way too.
set -uo pipefail

[[ ! -w /proc/self/autogroup ]] || echo 19 >/proc/self/autogroup
exec nice -n 19 ionice -c 3 "$@"
