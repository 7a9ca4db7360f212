# Read by bin/pingdeck and by mvnw. `find_jdk <tool>` sets jdk to the first JDK >= 25 that has bin/<tool>,
# looking in JAVA_HOME, on the PATH and in the usual folders; false if there is none. A Java in $home/java came with
# the program, as in the self-contained archive: it wins, and no other program is needed to find it. Every start waits
# for this, so it starts other programs only to follow symbolic links.

oldest_jdk=25
jdk_places="JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, /Library/Java/JavaVirtualMachines"

find_jdk() {
  if [ -n "${home-}" ] && [ -x "$home/java/bin/$1" ]; then
    jdk=$home/java
    java_release "$jdk"
    return 0
  fi
  is_jdk "${JAVA_HOME-}" "$1" && return 0
  java_on_path
  is_jdk "$jdk" "$1" && return 0
  for jdk in \
    /usr/lib/jvm/* /opt/* /opt/java/* \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    is_jdk "$jdk" "$1" && return 0
  done
  jdk=
  return 1
}

# Whether $1 is a JDK that is new enough and has bin/$2; sets jdk to it.
is_jdk() {
  jdk=$1
  [ -n "$1" ] && [ -x "$1/bin/$2" ] || return 1
  java_release "$1"
  [ "$release" -ge "$oldest_jdk" ]
}

# Sets jdk to the home of the `java` on the PATH, or to nothing.
java_on_path() {
  jdk=$(command -v java) || { jdk= && return 0; }
  while [ -L "$jdk" ]; do
    link=$(readlink "$jdk")
    case $link in
      /*) jdk=$link ;;
      *) jdk=${jdk%/*}/$link ;;
    esac
  done
  jdk=$(cd "${jdk%/*}/.." && pwd -P)
  # A stub that only starts another java has no release file beside it: ask it.
  [ -f "$jdk/release" ] || jdk=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
}

# Sets release to the feature release of the JDK at $1 ("1" for Java 8), or 0, and jdk_version to its full version.
java_release() {
  release=0
  jdk_version=
  [ -f "$1/release" ] || return 0
  while read -r line; do
    case $line in
      JAVA_VERSION=\"[0-9]*)
        release=${line#*\"}
        jdk_version=${release%%\"*}
        release=${release%%[!0-9]*}
        return 0
        ;;
    esac
  done <"$1/release"
}
