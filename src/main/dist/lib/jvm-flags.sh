# Read by bin/pingdeck, with home and said set. Sets jvm_flags, collector, logging and class_path. The start cache is
# made with the same flags: the JVM refuses it under others.

# The last one: the JVM says in its log that it refuses a start cache, and nobody needs to know.
jvm_flags="--enable-native-access=ALL-UNNAMED -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -Xlog:aot*=off,cds*=off"

# Memory that the program needs, not memory that the machine has: the heap starts small (the default is a 64th of the
# machine) and grows when it must; what the compilers leave behind goes back to the system.
jvm_flags="$jvm_flags -Xms16m -XX:TrimNativeHeapInterval=15000"

# Six times the usual thresholds of the second compiler. A start calls many methods some thousand times and then no more;
# to compile them all takes a sixth of its time, and memory. What is called for every packet gets there within a second.
jvm_flags="$jvm_flags -XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=3600"
jvm_flags="$jvm_flags -XX:Tier4CompileThreshold=90000 -XX:Tier4BackEdgeThreshold=240000"

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
