#!/usr/bin/env bash
# One HTTP/1.0 exchange on loopback with nothing but bash: http.sh <port> <method> <path> [JSON body].
# Prints the status code on the first line and the body after it; fails when nothing answers.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/$1"
body=${4:-}
printf '%s %s HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
  "$2" "$3" "${#body}" "$body" >&3
read -r _ code _ <&3
while read -r line <&3 && [[ $line != $'\r' ]]; do :; done
printf '%s\n' "${code%$'\r'}"
exec cat <&3
