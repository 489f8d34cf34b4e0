#!/usr/bin/env bash
# tests/fidelity.sh FOLDER-OF-SPECS [VENDOR…]
#
# For development only, not part of test.sh: compares the emulators with the vendors' own API descriptions. Puts a validating proxy
# (@stoplight/prism-cli, from npm, into a temporary folder) in front of each emulator, sends the calls of tests/fidelity/vendors.mjs
# and a sync of the connector through it, and lists every request and answer that breaks the description. What is known to differ, and
# why the emulator is right, is in tests/fidelity-known.txt. Ends with 1 when something differs that is not in there.
#
# The folder holds the descriptions under the names in tests/fidelity/vendors.mjs, e.g. bamboohr-public.yaml.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
specs="${1:?usage: tests/fidelity.sh FOLDER-OF-SPECS [VENDOR…]}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

dotnet build "$here/../src/Rollcall/Rollcall.csproj" -v q
(cd "$work" && npm init -y >/dev/null && npm install --silent --no-fund --no-audit @stoplight/prism-cli@5.14 yaml@2)
# It cuts its list of violations to what fits a cautious header; ours may be long.
sed -i.bak -E 's/^const MAX_SAFE_HEADER_LENGTH = .*/const MAX_SAFE_HEADER_LENGTH = 48 * 1024 * 1024;/' "$work/node_modules/@stoplight/prism-http-server/dist/server.js"
grep -q 'MAX_SAFE_HEADER_LENGTH = 48' "$work/node_modules/@stoplight/prism-http-server/dist/server.js"
node "$here/fidelity/drive.mjs" "$work" "$specs" "$here/../artifacts/bin/Rollcall/debug/rollcall.dll" "$here/fidelity-known.txt" "${@:2}"
