package io.pingdeck.resolve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `/etc/hosts` says (hosts(5)).
record HostsFile(Map<String, List<InetAddress>> addresses) {
  /// Lines that make no sense are passed over.
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
        // an address on an interface that is not there
      }
    }
    return new HostsFile(addresses);
  }

  /// @return empty if the file does not know the name
  List<InetAddress> find(String host) {
    return addresses.getOrDefault(host, List.of());
  }
}
