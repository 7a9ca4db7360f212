package io.pingdeck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Two network namespaces with a virtual Ethernet cable between them, in which all measurements
/// run. Removed when closed.
///
/// ```
/// here: lo, link0 10.98.7.1 ------ link0 10.98.7.2, lo :there
/// ```
///
/// @param here the namespace the benchmarks run in
/// @param there the other end of the cable
record Link(String here, String there) implements AutoCloseable {
  static final String DEVICE = "link0";
  static final String ADDRESS = "10.98.7.2";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Path NAMESPACES = Path.of("/run/netns");
  private static final String SETUP =
      """
      set -e
      ip netns add $H; ip netns add $T
      ip -n $H link add link0 type veth peer name link0 netns $T
      ip -n $H link set lo up; ip -n $T link set lo up
      ip -n $H addr add 10.98.7.1/24 dev link0; ip -n $T addr add 10.98.7.2/24 dev link0
      ip -n $H link set link0 up; ip -n $T link set link0 up
      ip netns exec $H sh -c 'echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range'
      """;

  /// Creates both, and permits ping sockets in them.
  ///
  /// @throws IOException with the output of the tools, if this is not permitted or a tool is
  ///   missing
  static Link create() throws IOException {
    long pid = ProcessHandle.current().pid();
    Link link = new Link("pdb" + pid, "pdt" + pid);
    Runtime.getRuntime().addShutdownHook(new Thread(link::close));
    String names = "H=" + link.here + " T=" + link.there + "\n";
    String said = Program.run(SOON, List.of("sh", "-c", names + SETUP));
    if (!said.isBlank() || !Files.exists(NAMESPACES.resolve(link.there))) {
      link.close();
      throw new IOException(said.strip());
    }
    return link;
  }

  List<String> inside(List<String> command) {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", here));
    inside.addAll(command);
    return inside;
  }

  List<String> inOtherEnd() {
    return List.of("ip", "netns", "exec", there);
  }

  @Override
  public void close() {
    for (String name : List.of(here, there)) {
      if (Files.exists(NAMESPACES.resolve(name))) {
        Program.run(SOON, List.of("ip", "netns", "del", name));
      }
    }
  }
}
