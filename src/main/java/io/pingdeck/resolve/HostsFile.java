package io.pingdeck.resolve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The content of `/etc/hosts` (hosts(5)).
record HostsFile(Map<String, List<InetAddress>> addresses) {
  /// Ignores malformed lines.
  static HostsFile parse(List<String> lines) {
    Map<String, List<InetAddress>> addresses = new HashMap<>();
    for (String line : lines) {
      String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
      try {
        InetAddress address = Literals.parse(words[0]).orElse(null);
        for (int i = 1; i < words.length && address != null; i++) {
          addresses
              .computeIfAbsent(words[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
              .add(address);
        }
      } catch (UnknownHostException e) {
        // the address belongs to an interface that does not exist
      }
    }
    return new HostsFile(addresses);
  }

  /// @return empty if the file does not contain the name
  List<InetAddress> find(String host) {
    return addresses.getOrDefault(host, List.of());
  }
}
