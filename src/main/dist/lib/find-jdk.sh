# Read by bin/pingdeck and by mvnw. `find_jdk <tool>` sets jdk to the first JDK >= 25 that has bin/<tool>,
# looking in JAVA_HOME, on the PATH and in the usual folders; false if there is none. A Java in $home/java came with
# the program, as in the self-contained archive: it wins, and no other program is needed to find it.

oldest_jdk=25
jdk_places="JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, /Library/Java/JavaVirtualMachines"

find_jdk() {
  if [ -n "${home-}" ] && [ -x "$home/java/bin/$1" ]; then
    jdk=$home/java
    return 0
  fi
  for jdk in "${JAVA_HOME-}" "$(java_on_path)" \
    /usr/lib/jvm/* /opt/* /opt/java/* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$jdk" ] && [ -x "$jdk/bin/$1" ] && [ "$(java_release "$jdk")" -ge "$oldest_jdk" ] && return 0
  done
  jdk=
  return 1
}

# The home of the `java` on the PATH, or nothing.
java_on_path() {
  found=$(command -v java) || return 0
  while [ -L "$found" ]; do
    link=$(readlink "$found")
    case $link in
      /*) found=$link ;;
      *) found=$(dirname "$found")/$link ;;
    esac
  done
  found=$(cd "$(dirname "$found")/.." && pwd -P)
  # A stub that only starts another java has no release file beside it: ask it.
  [ -f "$found/release" ] || found=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  printf '%s\n' "$found"
}

# The feature release of the JDK at $1 ("1" for Java 8), or 0; read from a file, so that nothing is started.
java_release() {
  release=
  [ -f "$1/release" ] && release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  echo "${release:-0}"
}
