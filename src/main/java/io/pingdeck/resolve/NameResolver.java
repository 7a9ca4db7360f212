package io.pingdeck.resolve;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.dns.DnsQuestion;
import io.pingdeck.packet.dns.DnsType;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Resolves a host to its addresses. An address is returned at once. A name is looked up in the
/// hosts file, then in DNS with the search domains of `resolv.conf`. If `nsswitch.conf` names other
/// sources (mdns, LDAP), the system's resolver comes last, but first for names under `.local`.
///
/// A lookup never takes longer than its caller allows, and waits on its own virtual thread, so that
/// an unresponsive name delays no other. Thread-safe.
public final class NameResolver {
  /// Maximum number of concurrent lookups. Further ones wait, up to their own deadline.
  public static final int MOST_AT_ONCE = 512;

  /// How much longer to wait for one family once the other has addresses. RFC 8305 section 3
  /// recommends 50 ms, but for browsers, which are in more of a hurry.
  private static final Duration OTHER_FAMILY = Duration.ofMillis(250);

  private static final Duration WARM_UP = Duration.ofMillis(50);
  private static final int WARM_UP_QUESTIONS = 40;
  private static final int DNS_PORT = 53;
  private static final int MAX_NAME = 253;
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  private static final class OfThisHost {
    static final NameResolver RESOLVER =
        new NameResolver(
            Path.of("/etc"),
            Optional.ofNullable(System.getProperty("jdk.net.hosts.file")).map(Path::of),
            DNS_PORT);
  }

  private final FileView<HostsFile> hosts;
  private final FileView<ResolverConfig> config;
  private final FileView<NameSources> sources;
  private final boolean onlyHosts;
  private final DnsClient dns;
  private final SystemResolver system = new SystemResolver();
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);

  /// @param etc folder of `hosts`, `resolv.conf` and `nsswitch.conf`
  /// @param hostsFile if present, the only source of addresses, as with the property
  ///   `jdk.net.hosts.file`
  NameResolver(Path etc, Optional<Path> hostsFile, int dnsPort) {
    hosts = new FileView<>(hostsFile.orElse(etc.resolve("hosts")), HostsFile::parse);
    config = new FileView<>(etc.resolve("resolv.conf"), ResolverConfig::parse);
    sources = new FileView<>(etc.resolve("nsswitch.conf"), NameSources::parse);
    onlyHosts = hostsFile.isPresent();
    dns = new DnsClient(dnsPort);
  }

  /// A resolver with its own files and DNS port, for users who run their own name servers.
  ///
  /// @param etc folder of `hosts`, `resolv.conf` and `nsswitch.conf`
  public static NameResolver of(Path etc, int dnsPort) {
    return new NameResolver(etc, Optional.empty(), dnsPort);
  }

  /// Loads and compiles the code for the first lookups, with queries to a local socket that never
  /// responds. Takes about 50 ms.
  public static void warmUp() {
    try (DatagramSocket silent =
        new DatagramSocket(new InetSocketAddress(LOOPBACK.getFirst(), 0))) {
      DnsClient client = new DnsClient(silent.getLocalPort());
      ResolverConfig config = ResolverConfig.parse(List.of("nameserver 127.0.0.1"));
      long deadline = System.nanoTime() + WARM_UP.toNanos();
      List<Thread> questions = new ArrayList<>();
      for (int i = 0; i < WARM_UP_QUESTIONS; i++) {
        questions.add(
            Thread.ofVirtual()
                .start(() ->
                    client.ask(new DnsQuestion("warm-up.invalid", DnsType.A), config, deadline)));
      }
      for (Thread question : questions) {
        question.join(WARM_UP);
      }
    } catch (SocketException e) {
      // Optional: without the warm-up, the first lookups take longer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The resolver of this host, shared by the whole process.
  public static NameResolver ofThisHost() {
    return OfThisHost.RESOLVER;
  }

  /// Whether a host is an address or `localhost`, which always resolve to the same addresses.
  public static boolean isFixed(String host) {
    try {
      return isLocalhost(unrooted(host)) || Literals.parse(host).isPresent();
    } catch (UnknownHostException e) {
      return true;
    }
  }

  /// Resolves a host.
  ///
  /// @param families the address families to look up
  /// @param bound maximum duration
  /// @return fails with a [ResolveException]
  public CompletionStage<Resolved> resolve(String host, Families families, Duration bound) {
    requireNonNull(host, "host");
    CompletableFuture<Resolved> resolved = new CompletableFuture<>();
    try {
      Optional<InetAddress> literal = Literals.parse(host);
      if (literal.isPresent()) {
        return CompletableFuture.completedStage(new Resolved(List.of(literal.get())));
      }
    } catch (UnknownHostException e) {
      return CompletableFuture.failedStage(new ResolveException(e.getMessage()));
    }
    long deadline = System.nanoTime() + bound.toNanos();
    Thread.ofVirtual()
        .name("resolve " + host)
        .start(() -> {
          try {
            resolved.complete(within(host, families, deadline));
          } catch (ResolveException | RuntimeException e) {
            resolved.completeExceptionally(e);
          } catch (InterruptedException e) {
            resolved.completeExceptionally(new ResolveException("was not asked for: interrupted"));
          }
        });
    return resolved;
  }

  /// The blocking variant of [#resolve(String, Families, Duration)].
  public Resolved await(String host, Families families, Duration bound) throws ResolveException {
    try {
      return resolve(host, families, bound).toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ResolveException refused) {
        throw refused;
      }
      throw e;
    }
  }

  private Resolved within(String host, Families families, long deadline)
      throws ResolveException, InterruptedException {
    if (!room.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new ResolveException(
          "was not asked for: " + MOST_AT_ONCE + " other names wait for an answer");
    }
    try {
      return find(host.toLowerCase(Locale.ROOT), families, deadline);
    } finally {
      room.release();
    }
  }

  private Resolved find(String host, Families families, long deadline)
      throws ResolveException, InterruptedException {
    String name = unrooted(host);
    List<InetAddress> written = hosts.content().find(name);
    if (isLocalhost(name)) {
      written = withBothFamilies(written);
    }
    if (!written.isEmpty()) {
      return new Resolved(written);
    }
    if (onlyHosts) {
      throw new ResolveException("has no address: it is not in " + hosts.file());
    }
    if (name.equals("invalid") || name.endsWith(".invalid")) {
      throw new ResolveException("does not exist: no name under .invalid does (RFC 6761)");
    }
    NameSources known = sources.content();
    boolean hasOthers = known.others() || !config.exists() && !sources.exists();
    if (hasOthers && (!known.dns() || !config.exists() || name.endsWith(".local"))) {
      return bySystem(host, deadline);
    }
    if (!known.dns()) {
      throw new ResolveException("has no address: nsswitch.conf names the hosts file alone");
    }
    try {
      return byDns(host, families, deadline);
    } catch (ResolveException e) {
      if (hasOthers && e.kind() != ResolveException.Kind.FAILED) {
        return bySystem(host, deadline);
      }
      throw e;
    }
  }

  /// Many hosts files give `localhost` one family alone, while servers listen on either.
  private static List<InetAddress> withBothFamilies(List<InetAddress> written) {
    Set<Class<?>> families = written.stream().map(Object::getClass).collect(Collectors.toSet());
    return Stream.concat(
            written.stream(),
            LOOPBACK.stream().filter(address -> !families.contains(address.getClass())))
        .toList();
  }

  private Resolved bySystem(String host, long deadline)
      throws ResolveException, InterruptedException {
    return new Resolved(system.ask(host, deadline - System.nanoTime()));
  }

  private Resolved byDns(String host, Families families, long deadline)
      throws ResolveException, InterruptedException {
    ResolverConfig asked = config.content();
    Optional<String> noName = Optional.empty();
    boolean exists = false;
    for (String name : asked.candidates(host)) {
      if (name.length() > MAX_NAME) {
        continue;
      }
      List<DnsResult> results = ask(name, families, asked, deadline);
      Optional<Resolved> found = found(results);
      if (found.isPresent()) {
        return found.get();
      }
      for (DnsResult result : results) {
        switch (result) {
          case DnsResult.Failed(String reason) ->
              throw new ResolveException("cannot be resolved: " + reason);
          case DnsResult.NoName(String server) -> noName = Optional.of(server);
          case DnsResult.NoAddress _ -> exists = true;
          case DnsResult.Found _ -> {} // handled above
        }
      }
    }
    if (!exists && noName.isPresent()) {
      throw new ResolveException(
          ResolveException.Kind.NO_ADDRESS, "does not exist (NXDOMAIN from " + noName.get() + ")");
    }
    throw families == Families.BOTH
        ? new ResolveException(ResolveException.Kind.NO_ADDRESS, "has no address")
        : new ResolveException(
            ResolveException.Kind.NO_SUCH_FAMILY, "has no " + families.word() + "address");
  }

  private static Optional<Resolved> found(List<DnsResult> results) {
    List<InetAddress> addresses = new ArrayList<>();
    Duration ttl = Duration.ofSeconds(Long.MAX_VALUE);
    for (DnsResult result : results) {
      if (result instanceof DnsResult.Found(var found, var foundTtl)) {
        addresses.addAll(found);
        ttl = foundTtl.compareTo(ttl) < 0 ? foundTtl : ttl;
      }
    }
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new Resolved(addresses, Optional.of(ttl)));
  }

  /// Looks up every requested family. Once one family has addresses, drops the other if it takes
  /// [#OTHER_FAMILY] longer.
  private List<DnsResult> ask(String name, Families families, ResolverConfig asked, long deadline)
      throws InterruptedException {
    if (families != Families.BOTH) {
      DnsType type = families == Families.IPV4 ? DnsType.A : DnsType.AAAA;
      return List.of(dns.ask(new DnsQuestion(name, type), asked, deadline));
    }
    CompletableFuture<DnsResult> ipv4 = fork(new DnsQuestion(name, DnsType.A), asked, deadline);
    CompletableFuture<DnsResult> ipv6 = fork(new DnsQuestion(name, DnsType.AAAA), asked, deadline);
    try {
      DnsResult first = (DnsResult) CompletableFuture.anyOf(ipv4, ipv6).get();
      long wait =
          first instanceof DnsResult.Found
              ? OTHER_FAMILY.toNanos()
              : Math.max(0, deadline - System.nanoTime()) + OTHER_FAMILY.toNanos();
      CompletableFuture.allOf(ipv4, ipv6).get(wait, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Use the family that has responded.
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking for " + name + " failed", e.getCause());
    }
    List<DnsResult> results = new ArrayList<>();
    for (CompletableFuture<DnsResult> family : List.of(ipv4, ipv6)) {
      if (family.isDone()) {
        results.add(family.join());
      }
    }
    return results;
  }

  private CompletableFuture<DnsResult> fork(
      DnsQuestion question, ResolverConfig asked, long deadline) {
    CompletableFuture<DnsResult> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("resolve " + question.name() + " " + question.type())
        .start(() -> {
          try {
            result.complete(dns.ask(question, asked, deadline));
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private static boolean isLocalhost(String name) {
    return name.equals("localhost");
  }

  private static String unrooted(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
