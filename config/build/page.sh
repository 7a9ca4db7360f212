#!/bin/sh
# Puts the page into the folder $1.
set -eu

sh "$(dirname "$0")/page-libraries.sh"
exec node "$(dirname "$0")/page.mjs" "$1"
