# Read by bin/pingdeck, with home and said set. Sets jvm_flags, collector, heap, logging and class_path. The start cache is
# made with the same flags: the JVM refuses it under others.

# The last one: the JVM says in its log that it refuses a start cache, and nobody needs to know.
jvm_flags="--enable-native-access=ALL-UNNAMED -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -Xlog:aot*=off,cds*=off"

# What the compilers leave behind goes back to the system.
jvm_flags="$jvm_flags -XX:TrimNativeHeapInterval=15000"

# Six times the usual thresholds of the second compiler. A start calls many methods some thousand times and then no more;
# to compile them all takes a sixth of its time, and memory. What is called for every packet gets there within a second.
jvm_flags="$jvm_flags -XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=3600"
jvm_flags="$jvm_flags -XX:Tier4CompileThreshold=90000 -XX:Tier4BackEdgeThreshold=240000"

# G1 collects while the program runs. The serial collector takes 11 MB less at first, but lets the heap grow to a quarter
# of the machine before it collects old objects. Small headers save a tenth of the heap.
collector="-XX:+UseG1GC -XX:+UseCompactObjectHeaders"
# Memory that the program needs, not what the machine has: a small heap at first (the default is a 64th of the machine),
# that grows when collections take a fifth of the time (the default is a thirteenth), is at most 40 % free after a
# collection, and is given back when little happens. Small regions, because the young generation is a number of them. Old
# objects are collected when they fill two fifths of the heap: the usual prediction waits, and lets a small heap grow.
heap="-Xms32m -XX:G1HeapRegionSize=1m -XX:GCTimeRatio=4 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=40"
heap="$heap -XX:G1PeriodicGCInterval=60000 -XX:-G1UseAdaptiveIHOP -XX:InitiatingHeapOccupancyPercent=40"
case $said in
  *-XX:+Use*GC* | *-XX:VMOptionsFile=* | *-XX:Flags=* | *" @"* | @*) collector= heap= ;; # the user's, or in a file
  *-Xmx[0-9][mM]* | *-Xmx[0-9][0-9][mM]* | *-Xmx[1-4][0-9][0-9][mM]* | *-Xmx*[kK]*)
    collector="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders" # G1's regions are too large for so small a heap
    heap=
    ;;
  *-Xm[nsx]* | *-XX:*HeapSize* | *-XX:*RAM* | *-XX:*NewSize*) heap= ;;
esac

# Netty's events for Java Flight Recorder load a hundred classes.
jvm_flags="$jvm_flags -Dio.netty.jfr.enabled=false"

logging= # a file of the user's
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
