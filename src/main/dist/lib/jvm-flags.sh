# Read by bin/pingdeck, with home and said set. Sets jvm_flags, collector, logging and class_path. The start cache is
# made with the same flags: the JVM refuses it under others.

# The JVM says in its log that it refuses a start cache: nobody needs to know.
jvm_flags="--enable-native-access=ALL-UNNAMED -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -Xlog:aot*=off,cds*=off"

collector=-XX:+UseSerialGC
case $said in
  *-XX:+Use*GC*) collector= ;;
esac

logging=
[ -f "$home/config/logback.xml" ] && logging=-Dlogback.configurationFile=$home/config/logback.xml

# Always in the same order, whatever the language and the file system: the JVM refuses a start cache of another one.
language=${LC_ALL-}
LC_ALL=C
class_path=
for jar in "$home"/lib/*.jar; do
  class_path=$class_path:$jar
done
class_path=${class_path#:}
if [ -n "$language" ]; then
  LC_ALL=$language
else
  unset LC_ALL
fi
