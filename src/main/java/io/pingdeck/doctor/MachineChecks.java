package io.pingdeck.doctor;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.pingdeck.base.ProgramVersion;
import io.pingdeck.doctor.api.Check;
import io.pingdeck.net.Capabilities;
import io.pingdeck.net.ClockSync;
import io.pingdeck.net.DatagramOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Checks of the machine and the limits it sets to this process.
final class MachineChecks {
  private static final long FEW_FILES = 1024;
  private static final long SMALL_BYTES = 256L << 20;

  /// Clock sources that are slow to read, and therefore make every timestamp late.
  private static final List<String> SLOW_CLOCKS = List.of("hpet", "acpi_pm", "jiffies", "pit");

  private MachineChecks() {}

  static Check java() {
    return Check.ok(
        "java", "Java", ProgramVersion.java() + " in " + System.getProperty("java.home"));
  }

  private record Capability(int number, String name, String allows) {}

  private static final List<Capability> CAPABILITIES =
      List.of(
          new Capability(Proc.CAP_NET_RAW, "CAP_NET_RAW", "echo servers answer with ICMP errors"),
          new Capability(Proc.CAP_NET_BIND_SERVICE, "CAP_NET_BIND_SERVICE", "ports below 1024"),
          new Capability(Proc.CAP_SYS_NICE, "CAP_SYS_NICE", "probes on time on a busy machine"));

  /// @param sockets tell whether the process has CAP_NET_RAW, which one of its threads may keep
  ///   from the others
  static Check privileges(Proc proc, Capabilities sockets) {
    String user =
        System.getProperty("user.name")
            + proc.effectiveUser().stream()
                .mapToObj(id -> " (uid " + id + ")")
                .findFirst()
                .orElse("");
    if (!proc.isLinux()) {
      return Check.ok("privileges", "Privileges", "user " + user);
    }
    List<Capability> missing =
        CAPABILITIES.stream()
            .filter(one -> !proc.may(one.number()))
            .filter(one -> one.number() != Proc.CAP_NET_RAW || sockets.noIcmpAnswers().isPresent())
            .toList();
    if (missing.isEmpty()) {
      String all = String.join(", ", CAPABILITIES.stream().map(Capability::name).toList());
      return Check.ok("privileges", "Privileges", "user " + user + " with " + all);
    }
    String names = String.join(" ", missing.stream().map(Capability::name).toList());
    List<String> lost =
        missing.stream().map(one -> one.name() + " (" + one.allows() + ")").toList();
    return Check.warn(
        "privileges",
        "Privileges",
        "user " + user + " without " + String.join(", ", lost),
        "only if you need it: `AmbientCapabilities=" + names + "` in the systemd unit");
  }

  /// Settings of the kernel that bound what can be measured.
  static Check limits(Proc proc) {
    OptionalLong buffer = proc.sysctl("net.core.rmem_max");
    if (buffer.isEmpty()) {
      return Check.ok("sysctls", "Kernel settings", "not known on this system");
    }
    Map<String, Long> figures = new LinkedHashMap<>();
    List<String> said = new ArrayList<>();
    figures.put("rmemMaxBytes", buffer.getAsLong());
    said.add("net.core.rmem_max " + Sizes.bytes(buffer.getAsLong()));
    String groups = proc.text("proc/sys/net/ipv4/ping_group_range").replaceAll("\\s+", " ");
    if (!groups.isEmpty()) {
      said.add("net.ipv4.ping_group_range " + groups);
    }
    proc.sysctl("net.ipv4.icmp_ratelimit")
        .ifPresent(millis -> {
          figures.put("icmpRatelimitMillis", millis);
          said.add(
              "net.ipv4.icmp_ratelimit "
                  + millis
                  + " ms: the shortest time between two ICMP errors of this machine to one host");
        });
    int wanted = DatagramOptions.PROBES.receiveBufferBytes();
    boolean small = buffer.getAsLong() < wanted && !proc.may(Proc.CAP_NET_ADMIN);
    String text = String.join("; ", said);
    Check check =
        small
            ? Check.warn(
                "sysctls",
                "Kernel settings",
                text + ". Bursts of replies larger than that are dropped",
                "`sysctl -w net.core.rmem_max=" + DatagramOptions.BEATS.receiveBufferBytes() + "`")
            : Check.ok("sysctls", "Kernel settings", text);
    return check.with(figures);
  }

  static Check firewall(Proc proc) {
    List<String> loaded =
        Stream.of("nf_tables", "ip_tables", "ip6_tables")
            .filter(module ->
                proc.lines("proc/modules").stream().anyMatch(line -> line.startsWith(module + " ")))
            .toList();
    return Check.ok(
        "firewall",
        "Firewall",
        loaded.isEmpty()
            ? "no packet filter is loaded as a module of the kernel"
            : String.join(", ", loaded)
                + " loaded: rules may drop probes, replies or ICMP errors;"
                + " `nft list ruleset` shows them");
  }

  /// @param sync empty where the kernel cannot be asked, as in a hardened systemd unit
  static Check clock(Proc proc, Optional<ClockSync> sync) {
    String source = proc.text("sys/devices/system/clocksource/clocksource0/current_clocksource");
    String text = "source " + (source.isEmpty() ? "unknown" : source);
    if (SLOW_CLOCKS.contains(source)) {
      return Check.warn(
          "clock",
          "Clock",
          text + ", which is slow to read: RTTs without kernel timestamps are too long",
          "see `/sys/devices/system/clocksource/clocksource0/available_clocksource` for another");
    }
    if (sync.isEmpty()) {
      return Check.ok(
          "clock",
          "Clock",
          proc.has("run/systemd/timesync/synchronized")
              ? text + ", synchronised"
              : text + "; whether it is synchronised is not known");
    }
    if (!sync.get().synchronised()) {
      return Check.warn(
          "clock",
          "Clock",
          text
              + ", not synchronised: the times of samples and one-way delays may be wrong; RTTs are"
              + " not affected",
          "start an NTP client, such as `systemctl enable --now systemd-timesyncd` or chrony");
    }
    long micros = sync.get().maxErrorMicros();
    return Check.ok("clock", "Clock", text + ", synchronised to " + micros + " µs or better")
        .with(Map.of("maxErrorMicros", micros));
  }

  static Check memory() {
    long heap = Runtime.getRuntime().maxMemory();
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    String text =
        "heap up to "
            + Sizes.bytes(heap)
            + " of the "
            + Sizes.bytes(all)
            + " of this machine or its container";
    Check check =
        all < SMALL_BYTES || heap > all / 10 * 8
            ? Check.warn(
                "memory",
                "Memory",
                text + ": the system may end the program",
                "a smaller heap: `PINGDECK_JAVA_OPTS=-Xmx" + (all / 2 >> 20) + "m`")
            : Check.ok("memory", "Memory", text);
    return check.with(Map.of("maxHeapBytes", heap, "memoryBytes", all));
  }

  static Check openFiles() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return Check.ok("files", "Open files", "no limit is known on this system");
    }
    long limit = unix.getMaxFileDescriptorCount();
    String text = "up to " + limit;
    Check check =
        limit < FEW_FILES
            ? Check.warn(
                "files",
                "Open files",
                text + ": few pages and TCP or HTTP probes at once",
                "`ulimit -n 8192`, or `LimitNOFILE=8192` in the systemd unit")
            : Check.ok("files", "Open files", text);
    return check.with(Map.of("maxOpenFiles", limit));
  }
}
