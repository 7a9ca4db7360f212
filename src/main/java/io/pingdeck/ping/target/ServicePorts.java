package io.pingdeck.ping.target;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Ports by the name of their service (RFC 6335), ignoring case: those of the system's
/// `/etc/services`, and well-known ones if that file is missing, as in many containers.
final class ServicePorts {
  private static final Path SYSTEM = Path.of("/etc/services");

  /// name port/transport alias ... # comment
  private static final Pattern LINE =
      Pattern.compile("(\\S+)\\s+([0-9]{1,5})/(tcp|udp)((?:\\s+[^\\s#]+)*)\\s*(?:#.*)?");

  private static final String BEST_KNOWN =
      """
      echo 7/tcp
      echo 7/udp
      discard 9/tcp
      discard 9/udp
      daytime 13/tcp
      ftp 21/tcp
      ssh 22/tcp
      telnet 23/tcp
      smtp 25/tcp mail
      domain 53/tcp
      domain 53/udp
      gopher 70/tcp
      http 80/tcp www
      pop3 110/tcp
      nntp 119/tcp
      ntp 123/udp
      imap2 143/tcp imap
      snmp 161/udp
      ldap 389/tcp
      https 443/tcp
      https 443/udp
      submissions 465/tcp
      syslog 514/udp
      submission 587/tcp
      ldaps 636/tcp
      imaps 993/tcp
      pop3s 995/tcp
      mysql 3306/tcp
      postgresql 5432/tcp
      redis 6379/tcp
      """;

  private final Map<String, Integer> ports = new HashMap<>();

  /// Loaded lazily, once.
  private static final class OfThisHost {
    private static final ServicePorts PORTS = of(systemLines());

    private static List<String> systemLines() {
      try {
        return Files.readAllLines(SYSTEM, ISO_8859_1);
      } catch (IOException e) {
        return List.of();
      }
    }
  }

  private ServicePorts() {}

  static ServicePorts ofThisHost() {
    return OfThisHost.PORTS;
  }

  /// @param lines lines of a file such as `/etc/services`; well-known services missing there are
  ///   added
  static ServicePorts of(List<String> lines) {
    ServicePorts services = new ServicePorts();
    Stream.concat(lines.stream(), BEST_KNOWN.lines()).forEach(services::add);
    return services;
  }

  private void add(String line) {
    Matcher matcher = LINE.matcher(line.strip());
    if (!matcher.matches()) {
      return;
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > 65535) {
      return;
    }
    for (String name : (matcher.group(1) + matcher.group(4)).split("\\s+")) {
      ports.putIfAbsent(key(name, matcher.group(3)), port);
    }
  }

  /// @param transport `tcp` or `udp`
  OptionalInt find(String name, String transport) {
    Integer port = ports.get(key(name, transport));
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  private static String key(String name, String transport) {
    return name.toLowerCase(Locale.ROOT) + "/" + transport;
  }
}
