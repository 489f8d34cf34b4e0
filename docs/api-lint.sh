#!/bin/sh
# Lints the API document of a running server with Redocly's recommended rules. Needs node; the tests check the essentials without it.
# Usage: docs/api-lint.sh [ADDRESS]
set -eu
address="${1:-http://127.0.0.1:5080}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
curl --fail --silent --show-error "$address/openapi/v1.json" --output "$folder/rollcall.json"
cd "$folder"
npx --yes @redocly/cli@latest lint --extends recommended rollcall.json
