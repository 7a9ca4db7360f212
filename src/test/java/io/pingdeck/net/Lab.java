package io.pingdeck.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.net.kernel.Libc;
import io.pingdeck.testing.Tool;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Three network namespaces in a row, for errors that never occur on loopback:
///
/// ```
/// client 10.99.1.1 ------ 10.99.1.2 router 10.99.2.2 --mtu 1280-- 10.99.2.1 server
///        fd99:1::1        fd99:1::2        fd99:2::2               fd99:2::1
/// ```
///
/// The server rejects datagrams to `.3` to `.6`, each with a different ICMP error.
public final class Lab implements AutoCloseable {
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final String SETUP =
      """
      set -e
      ip netns add $C; ip netns add $R; ip netns add $S
      ip -n $C link add up0 type veth peer name down0 netns $R
      ip -n $R link add up0 mtu 1280 type veth peer name down0 mtu 1280 netns $S
      for n in $C $R $S; do
        ip -n $n link set lo up
        ip netns exec $n sh -c '
          echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
          echo 0 > /proc/sys/net/ipv6/icmp/ratelimit
          echo 100 > /proc/sys/net/ipv4/neigh/default/retrans_time_ms
          echo 100 > /proc/sys/net/ipv6/neigh/default/retrans_time_ms
          echo 1 > /proc/sys/net/ipv4/ip_forward
          echo 1 > /proc/sys/net/ipv6/conf/all/forwarding'
      done
      ip -n $C addr add 10.99.1.1/24 dev up0; ip -n $C addr add fd99:1::1/64 dev up0 nodad
      ip -n $R addr add 10.99.1.2/24 dev down0; ip -n $R addr add fd99:1::2/64 dev down0 nodad
      ip -n $R addr add 10.99.2.2/24 dev up0; ip -n $R addr add fd99:2::2/64 dev up0 nodad
      for i in 1 3 4 5 6 7; do
        ip -n $S addr add 10.99.2.$i/24 dev down0
        ip -n $S addr add fd99:2::$i/64 dev down0 nodad
      done
      ip -n $C link set up0 up; ip -n $R link set down0 up
      ip -n $R link set up0 up; ip -n $S link set down0 up
      ip netns exec $C sh -c '
        echo 100 > /proc/sys/net/ipv4/neigh/up0/retrans_time_ms
        echo 100 > /proc/sys/net/ipv6/neigh/up0/retrans_time_ms'
      ip -n $C route add default via 10.99.1.2; ip -n $C -6 route add default via fd99:1::2
      ip -n $S route add default via 10.99.2.2; ip -n $S -6 route add default via fd99:2::2
      ip netns exec $S nft -f - <<RULES
      table inet lab {
        chain input {
          type filter hook input priority 0
          ip daddr 10.99.2.3 reject with icmp type host-unreachable
          ip daddr 10.99.2.4 reject with icmp type net-unreachable
          ip daddr 10.99.2.5 reject with icmp type admin-prohibited
          ip daddr 10.99.2.6 reject with icmp type port-unreachable
          icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
          ip6 daddr fd99:2::3 reject with icmpv6 type addr-unreachable
          ip6 daddr fd99:2::4 reject with icmpv6 type no-route
          ip6 daddr fd99:2::5 reject with icmpv6 type admin-prohibited
          ip6 daddr fd99:2::6 reject with icmpv6 type port-unreachable
        }
      }
      RULES
      """;

  private static final String TRIAL =
      """
      set -e
      ip netns add $N
      ip -n $N link add up0 type veth peer name down0
      ip -n $N addr add fd99:1::1/64 dev up0 nodad
      ip netns exec $N sh -c 'echo 0 > /proc/sys/net/ipv4/icmp_ratelimit'
      ip netns exec $N nft add table inet lab
      """;

  private final String client = "pdc" + ProcessHandle.current().pid();
  private final String router = "pdr" + ProcessHandle.current().pid();
  private final String server = "pds" + ProcessHandle.current().pid();

  /// Creates the three namespaces.
  ///
  /// Skips the calling test where a tool is missing or namespaces are not allowed.
  ///
  /// @throws IOException with the output of the tools
  public Lab() throws IOException {
    needNamespaces();
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeQuietly));
    String names = "C=" + client + " R=" + router + " S=" + server + "\n";
    try {
      run("sh", "-c", names + SETUP);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// Skips the calling test where a tool is missing or namespaces are not allowed. It tries all
  /// that the labs ask of the kernel, so that a mistake in a lab fails its tests.
  static void needNamespaces() throws IOException {
    Tool.need(Tool.IP, Tool.NFT, Tool.SETPRIV);
    String name = "pdt" + ProcessHandle.current().pid();
    try {
      run("sh", "-c", "N=" + name + "\n" + TRIAL);
    } catch (IOException e) {
      throw Tool.notAllowed(
          "network namespaces", e.getMessage().substring(e.getMessage().indexOf("\n: ") + 3));
    } finally {
      remove(List.of(name));
    }
  }

  /// Runs a command to completion.
  ///
  /// @return its output
  public static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + List.of(command), e);
    }
    return output;
  }

  public String client() {
    return client;
  }

  public String server() {
    return server;
  }

  /// The command that runs the given command in a namespace.
  public static List<String> inside(String namespace, List<String> command) {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    inside.addAll(command);
    return inside;
  }

  /// Runs a shell command to completion in a namespace.
  ///
  /// @return its output
  public static String shell(String namespace, String command) throws IOException {
    return run(inside(namespace, List.of("sh", "-c", command)).toArray(String[]::new));
  }

  /// Moves the calling thread, and with it every socket that it opens, into a namespace.
  public static void enter(String namespace) throws IOException {
    enter(Path.of("/run/netns", namespace));
  }

  /// Moves the calling thread back to the namespace in which this process was started.
  public static void leave() throws IOException {
    enter(Path.of("/proc/self/ns/net"));
  }

  private static void enter(Path namespace) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int file = call("open", ADDRESS, arena.allocateFrom(namespace.toString()), 0);
      int result = call("setns", JAVA_INT, file, CLONE_NEWNET);
      Libc.close(file);
      if (file < 0 || result < 0) {
        throw new IOException("cannot enter " + namespace);
      }
    }
  }

  @SuppressWarnings("restricted")
  private static int call(String function, MemoryLayout firstLayout, Object first, int second) {
    Linker linker = Linker.nativeLinker();
    MethodHandle handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(function),
            FunctionDescriptor.of(JAVA_INT, firstLayout, JAVA_INT));
    try {
      return (int) handle.invoke(first, second);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Allows or forbids ping sockets for everyone in the calling thread's namespace.
  static void allowPingSockets(boolean allowed) throws IOException {
    Files.writeString(
        Path.of("/proc/sys/net/ipv4/ping_group_range"), allowed ? "0 2147483647" : "1 0");
  }

  /// Cleans up if the test run is aborted.
  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  /// Deletes the existing ones of these namespaces, with their content.
  static void remove(Collection<String> namespaces) throws IOException {
    for (String namespace : namespaces) {
      if (Files.exists(Path.of("/run/netns", namespace))) {
        run("ip", "netns", "del", namespace);
      }
    }
  }

  @Override
  public void close() throws IOException {
    remove(List.of(client, router, server));
  }
}
