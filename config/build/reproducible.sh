#!/bin/sh
# Builds this commit twice, in two folders, as two different people would, and compares what comes out byte by byte:
# ./mvnw -Preproducible verify. The folders are $1/one and "$1/the other".
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd -P)
work=$1
rm -rf "$work"
mkdir -p "$work"

# The tracked files as they are here, committed or not. Their times are those of now.
copy() {
  git clone -q --no-hardlinks "$root" "$work/$1"
  (cd "$root" && git diff --binary HEAD) | (cd "$work/$1" && git apply --allow-empty --whitespace=nowarn)
}

build() {
  (cd "$work/$1" && ./mvnw -B -q -Ppackages package -DskipTests)
}

copy one
copy "the other"
(umask 022 && LC_ALL=C TZ=UTC build one)
(umask 077 && LC_ALL=de_DE.UTF-8 TZ=Pacific/Auckland build "the other")

different=
for file in pingdeck/lib/pingdeck-*.jar 'pingdeck-*.tar.gz' 'pingdeck_*.deb' 'pingdeck-*-sbom.json'; do
  cd "$work/one/target"
  for built in $file; do
    if cmp "$built" "$work/the other/target/$built"; then
      echo "same bytes: $(sha256sum "$built")"
    else
      different=yes
    fi
  done
done
# The folder, without the times that a copy has.
if diff -r "$work/one/target/pingdeck" "$work/the other/target/pingdeck"; then
  echo "same files: target/pingdeck"
else
  different=yes
fi
[ -z "$different" ] || exit 1
