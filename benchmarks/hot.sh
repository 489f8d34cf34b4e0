#!/usr/bin/env bash
# Measures the hot pure parts of a sync, time and allocations per employee. docs/performance.md says what and why.
#   benchmarks/hot.sh ['*Planning*' …]     default: everything
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build benchmarks/Hot --configuration Release -clp:ErrorsOnly -nologo >&2
artifacts/bin/Hot/release/hot "$work" "$@"
