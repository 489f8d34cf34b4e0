#!/usr/bin/env bash
# Two nodes on one PostgreSQL follow three changing companies while the HRISs fail and the nodes are killed, for as long as asked. docs/reliability.md says more.
#   tests/reliability.sh [minutes] [seed]     default: 5, and a seed by the clock
# The HRISs' own rate limits apply; RATE_LIMITS=0 leaves them out.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

minutes=${1:-5}
export ROLLCALL_STORM_SEED=${2:-$(($(date +%s) % 100000))} ROLLCALL_STORM_SECONDS=$((minutes * 60)) ROLLCALL_STORM_LIMITS=${RATE_LIMITS:-1} ROLLCALL_STORM_REPORT
ROLLCALL_STORM_REPORT=$(mktemp)
trap 'rm -f "$ROLLCALL_STORM_REPORT"' EXIT
dotnet build tests/Rollcall.Tests --configuration Release -clp:ErrorsOnly -nologo >&2
echo "Seed $ROLLCALL_STORM_SEED, $minutes minutes" >&2
status=0
artifacts/bin/Rollcall.Tests/release/Rollcall.Tests -noLogo -noColor -class '*.StormTests' >&2 || status=$?
echo "| seed | seconds | rate limits | changes | faults | kills | deliveries taken | turned away | runs that wrote | failed or interrupted |"
echo "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
cat "$ROLLCALL_STORM_REPORT"
[ "$status" = 0 ] && echo "Lost 0, doubled 0, wrongly deactivated 0." || echo "Something was lost, doubled or wrong: see above."
exit "$status"
