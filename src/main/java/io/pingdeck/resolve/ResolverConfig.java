package io.pingdeck.resolve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The content of `/etc/resolv.conf` (resolv.conf(5)).
///
/// @param servers name servers in the order of use; never empty
/// @param search domains to append to short names
/// @param dots a name with fewer dots is tried with the search domains first
/// @param timeout timeout per server
/// @param rounds how often the list of servers is tried
record ResolverConfig(
    List<InetAddress> servers, List<String> search, int dots, Duration timeout, int rounds) {
  private static final int MOST_SERVERS = 3;
  private static final int MOST_DOMAINS = 6;
  private static final int MOST_DOTS = 15;
  private static final int MOST_SECONDS = 30;
  private static final int MOST_ROUNDS = 5;

  ResolverConfig {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
  }

  /// Ignores malformed lines, as the C library does. Without a server, uses the one on this host.
  static ResolverConfig parse(List<String> lines) {
    List<InetAddress> servers = new ArrayList<>();
    List<String> search = List.of();
    int dots = 1;
    int seconds = 5;
    int rounds = 2;
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      List<String> values = Arrays.asList(words).subList(1, words.length);
      switch (words[0]) {
        case "nameserver" -> values.stream().limit(1).forEach(value -> addServer(servers, value));
        case "search" ->
            search = values.stream().map(ResolverConfig::unrooted).limit(MOST_DOMAINS).toList();
        case "domain" -> search = values.stream().map(ResolverConfig::unrooted).limit(1).toList();
        case "options" -> {
          for (String value : values) {
            dots = option(value, "ndots:", 0, MOST_DOTS, dots);
            seconds = option(value, "timeout:", 1, MOST_SECONDS, seconds);
            rounds = option(value, "attempts:", 1, MOST_ROUNDS, rounds);
          }
        }
        default -> {} // a comment, or an unsupported keyword
      }
    }
    if (servers.isEmpty()) {
      servers.add(InetAddress.ofLiteral("127.0.0.1"));
    }
    return new ResolverConfig(servers, search, dots, Duration.ofSeconds(seconds), rounds);
  }

  private static void addServer(List<InetAddress> servers, String value) {
    if (servers.size() == MOST_SERVERS) {
      return;
    }
    try {
      servers.add(Literals.parse(value).orElseThrow());
    } catch (UnknownHostException | java.util.NoSuchElementException e) {
      // not an address: ignored
    }
  }

  private static String unrooted(String domain) {
    return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
  }

  private static int option(String value, String name, int least, int most, int current) {
    if (!value.startsWith(name)) {
      return current;
    }
    try {
      return Math.clamp(Integer.parseInt(value.substring(name.length())), least, most);
    } catch (NumberFormatException e) {
      return current;
    }
  }

  /// The full names to try for this host, in order.
  List<String> candidates(String host) {
    if (host.endsWith(".")) {
      return List.of(unrooted(host));
    }
    List<String> names = new ArrayList<>();
    search.stream().filter(domain -> !domain.isEmpty()).forEach(d -> names.add(host + "." + d));
    boolean first = host.chars().filter(c -> c == '.').count() >= dots;
    names.add(first ? 0 : names.size(), host);
    return names;
  }
}
