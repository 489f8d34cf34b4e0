#!/usr/bin/env bash
# Takes the pictures of every page that README and guide show: the demo in Chromium, wide and narrow.
#   docs/screenshots/make.sh        as root on Debian, after ./test.sh has installed Chromium
set -euo pipefail
cd "$(dirname "$0")/../.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# The made-up people have names in many scripts.
dpkg -s fonts-noto-cjk fonts-noto-core >/dev/null 2>&1 || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fonts-noto-cjk fonts-noto-core >/dev/null; }
command -v pngquant >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends pngquant >/dev/null
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
dotnet build tests/Rollcall.Browser.Tests --configuration Release -clp:ErrorsOnly -nologo
ROLLCALL_SCREENSHOTS=$pictures artifacts/bin/Rollcall.Browser.Tests/release/Rollcall.Browser.Tests -noLogo -noColor -class '*.PageTests'
pages="home employees employee employee-explained org-chart teams team levels attributes attribute integrations connect connection mapping runs run preview run-stopped undo findings invitations settings settings-members settings-mail account sign-in"
small() { pngquant --quality 70-95 --speed 1 --output "docs/screenshots/$2.png" "$pictures/$1.png" || cp "$pictures/$1.png" "docs/screenshots/$2.png"; }
rm -f docs/screenshots/*.png
for page in $pages; do small "$page-wide" "$page"; done
for page in home mapping employees employee preview; do
    small "$page-narrow" "$page-narrow"
    small "$page-wide-dark" "$page-dark"
done
