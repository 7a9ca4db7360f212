package io.pingdeck.net;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Two subnets of several hosts with a router between them; each machine is a network namespace:
///
/// ```
/// ann 10.98.1.1 ---+                                                          +--- dan 10.98.2.1
/// ben 10.98.1.2 --- west (switch) --- .254 router .254 --- east (switch)   ---+
/// cid 10.98.1.3 ---+                                                          +--- eve 10.98.2.2
/// ```
///
/// In IPv6 they are `fd98:1::1` to `fd98:2::2`, and the router is `fd98:1::254` and `fd98:2::254`.
/// This is the "router on a stick" of the lab, but with one cable per switch instead of VLANs.
public final class TwoSubnets implements AutoCloseable {
  private static final String SETUP =
      """
      set -e
      for n in $west $east $router $ann $ben $cid $dan $eve; do
        ip netns add $n
        ip -n $n link set lo up
        ip netns exec $n sh -c '
          echo "0 2147483647" > /proc/sys/net/ipv4/ping_group_range
          echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
          echo 0 > /proc/sys/net/ipv6/icmp/ratelimit'
      done
      for switch in $west $east; do
        ip -n $switch link add bridge type bridge mcast_snooping 0
        ip -n $switch link set bridge up
      done
      # host, the address in its subnet, the subnet, the port of the switch, the switch
      plug() {
        ip -n $1 link add port$3 type veth peer name $4 netns $5
        ip -n $5 link set $4 master bridge
        ip -n $5 link set $4 up
        ip -n $1 addr add 10.98.$3.$2/24 dev port$3
        ip -n $1 addr add fd98:$3::$2/64 dev port$3 nodad
        ip -n $1 link set port$3 up
      }
      host() {
        plug $@
        ip -n $1 route add default via 10.98.$3.254
        ip -n $1 -6 route add default via fd98:$3::254
      }
      plug $router 254 1 uplink $west
      plug $router 254 2 uplink $east
      host $ann 1 1 one $west; host $ben 2 1 two $west; host $cid 3 1 three $west
      host $dan 1 2 one $east; host $eve 2 2 two $east
      """;

  private final Map<String, String> namespaces = new TreeMap<>();

  /// Creates the network; the router forwards.
  ///
  /// Skips the calling test where a tool is missing or namespaces are not allowed.
  ///
  /// @throws IOException with the output of the tools
  public TwoSubnets() throws IOException {
    Lab.needNamespaces();
    for (String machine : List.of("west", "east", "router", "ann", "ben", "cid", "dan", "eve")) {
      namespaces.put(machine, "pd-" + machine + ProcessHandle.current().pid());
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeQuietly));
    String names =
        namespaces.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      Lab.run("sh", "-c", names + SETUP);
      forward(true);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /// The namespace of a machine.
  public String of(String machine) {
    return namespaces.get(machine);
  }

  /// Enables or disables forwarding on the router.
  public void forward(boolean forwarding) throws IOException {
    String value = forwarding ? "1" : "0";
    Lab.shell(
        of("router"),
        "echo "
            + value
            + " > /proc/sys/net/ipv4/ip_forward; echo "
            + value
            + " > /proc/sys/net/ipv6/conf/all/forwarding");
  }

  /// Cleans up if the test run is aborted.
  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    Lab.remove(namespaces.values());
  }
}
