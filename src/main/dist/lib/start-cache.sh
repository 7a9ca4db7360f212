# Read by bin/pingdeck. The start cache holds the program's classes, loaded and linked ahead (JEP 483). It is
# made on this machine, for this Java and these JARs: by `pingdeck start-cache`, or in the background by the first
# `pingdeck serve`. The JVM checks that it fits; the program deletes one that the JVM refused. Without a cache
# everything works, but starts slower.
#
# PINGDECK_START_CACHE names its folder; "off" uses and makes none.

# Sets cache to a file that can be trusted, or to nothing, and cache_folder to where a new one may be made, or nothing.
find_cache() {
  cache=
  cache_folder=
  case ${PINGDECK_START_CACHE-}:$said in
    off:*) return 0 ;;
    # The JVM would refuse a cache that was made with other flags.
    *-XX:+Use*GC* | *-XX:?UseCompact* | *-XX:?UseCompressed* | *-XX:AOT* | *-Xshare* | *-XX:SharedArchiveFile* | \
      *-XX:VMOptionsFile=* | *-XX:Flags=* | *" @"* | *:@*) return 0 ;;
  esac
  if [ -n "${PINGDECK_START_CACHE-}" ]; then
    try_place "$PINGDECK_START_CACHE" "start-$jdk_version.aot" || true
    return 0
  fi
  # The folder `cache` of the installation, if there is one: whoever installs may want one cache for all users.
  if try_place "$home/cache" "start-$jdk_version.aot" || { [ -d "$home/cache" ] && [ -w "$home/cache" ]; }; then
    return 0
  fi
  if [ -n "${CACHE_DIRECTORY-}" ]; then # of a systemd unit; several are separated by colons
    user_folder=${CACHE_DIRECTORY%%:*}
  elif [ -n "${XDG_CACHE_HOME-}" ]; then
    user_folder=$XDG_CACHE_HOME/pingdeck
  elif [ -n "${HOME-}" ]; then
    user_folder=$HOME/.cache/pingdeck
  else
    cache_folder=
    return 0
  fi
  # Several installations share this folder.
  rest=${home#/}
  name=
  while [ "$rest" != "${rest#*/}" ]; do
    name=$name${rest%%/*}_
    rest=${rest#*/}
  done
  try_place "$user_folder" "$name$rest-$jdk_version.aot" || true
}

# Sets cache if the file $2 in folder $1 can be trusted and is newer than the JARs; else false. Sets cache_file.
try_place() {
  cache_folder=$1
  cache_file=$1/$2
  [ -f "$cache_file" ] && [ -r "$cache_file" ] && [ -s "$cache_file" ] || return 1
  is_trusted "$1" "$cache_file" || return 1
  for jar in "$home"/lib/*.jar; do
    [ "$jar" -nt "$cache_file" ] && return 1
  done
  is_whole "$cache_file" || return 1
  cache=$cache_file
}

# Whether the file is as it was made. The JVM may find damage too late to start without the file.
is_whole() {
  [ -r "$1.sum" ] && read -r sum <"$1.sum" && [ "$(cksum <"$1" 2>/dev/null)" = "$sum" ]
}

# Whether nobody but root and this user can have written these files and folders: the JVM runs what the cache says.
is_trusted() {
  listing=$(LC_ALL=C ls -ldnL "$@" 2>/dev/null) || return 1
  mine=yes
  for path; do
    [ -O "$path" ] || mine=
  done
  while read -r mode _ owner _; do
    case $mode in
      ?????w* | ????????w*) return 1 ;;
    esac
    [ -n "$mine" ] || [ "$owner" = 0 ] || return 1
  done <<END
$listing
END
}

# Whether cache_folder is there and can be written, by this user alone: else no start would use the cache. Creates it.
may_make_cache() {
  [ -n "$cache_folder" ] || return 1
  [ -d "$cache_folder" ] || (umask 077 && mkdir -p "$cache_folder") 2>/dev/null || return 1
  [ -w "$cache_folder" ] && is_trusted "$cache_folder"
}

# In the background, when the start is over, with the time that nobody else wants; $$ is the program by then.
make_cache_later() {
  may_make_cache || return 0
  ( (sleep 10 && kill -0 $$ && exec nice -n 19 "$home/bin/pingdeck" start-cache --if-room) </dev/null >/dev/null 2>&1 &)
}

# `pingdeck start-cache`. With --if-room only on a machine that has memory to spare for two JVMs.
make_cache() {
  unset PINGDECK_JAVA_OPTS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
  said=
  find_cache
  if ! may_make_cache; then
    echo "pingdeck: no start cache: ${cache_folder:-PINGDECK_START_CACHE or HOME} cannot be written, or not by this user alone" >&2
    exit 1
  fi
  [ "${1-}" != --if-room ] || has_room || exit 0
  if ! lock_cache; then
    echo "Another process${maker:+ ($maker)} makes the start cache already"
    exit 0
  fi
  made=$cache_file.$$
  trap 'rm -f "$made" "$made.config" "$made.log" "$made.sum" "$cache_file.lock"' EXIT
  trap 'exit 1' HUP INT TERM
  # Without the profiles of methods (JEP 515): by them the JVM compiles so much at once that a start takes longer.
  if "$jdk/bin/java" $jvm_flags $collector -Xmx256m -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
    "-Dpingdeck.home=$home" ${logging:+"$logging"} \
    "-XX:AOTCacheOutput=$made" -cp "$class_path" io.pingdeck.Main start-cache >"$made.log" 2>&1 \
    && [ -s "$made" ] && cksum <"$made" >"$made.sum" && chmod 644 "$made" "$made.sum" && flush "$made" \
    && rm -f "$cache_file.sum" && mv -f "$made" "$cache_file" && mv -f "$made.sum" "$cache_file.sum"; then
    echo "The start cache is $cache_file"
  else
    cat "$made.log" >&2
    echo "pingdeck: no start cache was made in $cache_folder" >&2
    exit 1
  fi
}

# A file that was renamed too early may end in zeros after a power failure.
flush() {
  sync "$1" 2>/dev/null || sync
}

has_room() {
  [ -r /proc/meminfo ] || return 0
  while read -r key value _; do
    [ "$key" != MemAvailable: ] || [ "$value" -ge 600000 ] || return 1
  done </proc/meminfo
}

# False if another process, maker, is making this cache.
lock_cache() {
  maker=
  (set -C && echo $$ >"$cache_file.lock") 2>/dev/null && return 0
  # Half an hour is far longer than it takes: another process has the number of the one that was killed.
  if [ -z "$(find "$cache_file.lock" -mmin +30 2>/dev/null)" ]; then
    read -r maker <"$cache_file.lock" && kill -0 "$maker" 2>/dev/null && return 1
  fi
  rm -f "$cache_file.lock" "$cache_file".[0-9]* # what the killed one left
  (set -C && echo $$ >"$cache_file.lock") 2>/dev/null
}
