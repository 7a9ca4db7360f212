#!/bin/sh
# Checks the types and runs the tests of the page: `npm run check`, which is heard only when it fails.
set -eu

sh "$(dirname "$0")/page-libraries.sh"
cd "$(dirname "$0")/../../webroot"
if ! output=$(npm run --silent check 2>&1); then
  printf '%s\n' "$output" >&2
  echo "The page's checks failed. To run them alone: cd webroot && npm run check" >&2
  exit 1
fi
# Node's runner ends with "# pass 12" or "ℹ pass 12".
passed=$(printf '%s\n' "$output" | sed -n 's/^[^ ]* pass \([0-9]*\)$/\1/p')
echo "page: types checked, ${passed:-0} tests passed"
