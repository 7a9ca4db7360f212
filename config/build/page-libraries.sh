#!/bin/sh
# Fetches the page's libraries when package.json or its lock file has changed.
set -eu

for tool in node npm; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    echo "Building the page needs Node.js 18 or newer with npm; $tool is not on the PATH." >&2
    exit 1
  fi
done

cd "$(dirname "$0")/../../webroot"
installed=node_modules/.installed
if ! cat package.json package-lock.json | cmp -s - "$installed"; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  cat package.json package-lock.json >"$installed"
fi
