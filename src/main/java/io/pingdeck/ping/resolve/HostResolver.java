package io.pingdeck.ping.resolve;

import static java.util.Objects.requireNonNull;

import io.pingdeck.base.FaultException;
import io.pingdeck.base.Faults;
import io.pingdeck.net.Broadcasts;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.target.AddressFamily;
import io.pingdeck.ping.target.ResolvedHost;
import io.pingdeck.ping.target.Target;
import io.pingdeck.resolve.Families;
import io.pingdeck.resolve.NameResolver;
import io.pingdeck.resolve.ResolveException;
import io.pingdeck.resolve.Resolved;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// Resolves the host of a target with a [NameResolver], and decides which of the addresses may be
/// pinged. Lookups are asynchronous; a host that is an address completes immediately.
public final class HostResolver {
  /// Timeout of an interactive lookup.
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Timeout of a list with more names than can be resolved concurrently.
  private static final Duration PATIENCE_WITH_LONG_LISTS = Duration.ofSeconds(20);

  private final NameResolver names;

  public HostResolver(NameResolver names) {
    this.names = requireNonNull(names, "names");
  }

  /// Uses the name servers and files of this host.
  public static HostResolver ofThisHost() {
    return new HostResolver(NameResolver.ofThisHost());
  }

  /// Loads and runs the code of a first query without contacting a name server.
  public static void warmUp() {
    NameResolver.warmUp();
  }

  /// The first address of the requested family, in the resolver's order; for any family IPv4 comes
  /// first.
  ///
  /// @param bound timeout
  /// @return fails with a [FaultException] if the name has no such address, or one that is not a
  ///   single host's
  public CompletionStage<ResolvedHost> ask(Target target, AddressFamily family, Duration bound) {
    return ask(target, family, bound, broadcasts());
  }

  /// Blocking variant.
  ///
  /// @throws FaultException as above
  public ResolvedHost resolve(Target target, AddressFamily family) {
    return await(ask(target, family, PATIENCE));
  }

  private CompletionStage<ResolvedHost> ask(
      Target target, AddressFamily family, Duration bound, Optional<Broadcasts> broadcasts) {
    CompletableFuture<ResolvedHost> pinned = new CompletableFuture<>();
    names
        .resolve(target.host(), families(family), bound)
        .whenComplete((resolved, failure) -> {
          try {
            if (failure != null) {
              throw refusal(target, failure);
            }
            pinned.complete(refuseBroadcast(choose(target, family, resolved), broadcasts));
          } catch (RuntimeException e) {
            pinned.completeExceptionally(e);
          }
        });
    return pinned;
  }

  private static RuntimeException refusal(Target target, Throwable failure) {
    if (failure instanceof ResolveException e) {
      if (target.host().indexOf(':') >= 0) {
        return new FaultException("target", e.getMessage()); // about the interface after the %
      }
      return new FaultException(
          e.isAboutTheFamily() ? "family" : "target",
          (e.isAboutTheFamily() ? "" : "the host name ") + target.host() + " " + e.getMessage());
    }
    return new IllegalStateException("the resolver failed", failure);
  }

  private static ResolvedHost refuseBroadcast(
      ResolvedHost pinned, Optional<Broadcasts> broadcasts) {
    Endpoint chosen = pinned.chosen();
    if (chosen.isIpv4() && broadcasts.map(own -> own.contains(chosen.low())).orElse(false)) {
      throw new FaultException(
          "target",
          chosen.host() + " is the broadcast address of a network of this machine: ping one host");
    }
    return pinned;
  }

  /// @param addresses in the resolver's order
  static ResolvedHost choose(Target target, AddressFamily family, InetAddress... addresses) {
    return choose(target, family, new Resolved(Arrays.asList(addresses), Optional.empty()));
  }

  private static ResolvedHost choose(Target target, AddressFamily family, Resolved resolved) {
    List<Endpoint> wanted =
        resolved.addresses().stream()
            .filter(address -> matches(address, family))
            .map(address -> Endpoint.of(address, target.port()))
            .distinct()
            .sorted(Comparator.comparing(address -> !address.isIpv4())) // stable sort
            .toList();
    if (wanted.isEmpty()) {
      throw new FaultException(
          "family",
          target.host()
              + " has no "
              + (family == AddressFamily.IPV4 ? "IPv4" : "IPv6")
              + " address");
    }
    return new ResolvedHost(wanted.getFirst(), wanted.subList(1, wanted.size()), resolved.ttl());
  }

  /// Without this list the kernel still refuses to send to a broadcast address (EACCES).
  private static Optional<Broadcasts> broadcasts() {
    try {
      return Optional.of(Broadcasts.ofThisHost());
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  /// The result for one target of a list.
  public sealed interface Looked {
    ListedPing ping();

    record Found(ListedPing ping, ResolvedHost address) implements Looked {}

    /// @param refusal with the faults of this line
    record Refused(ListedPing ping, FaultException refusal) implements Looked {}

    /// @throws FaultException with the faults of every refused line
    static List<ResolvedPing> allOf(List<Looked> list) {
      Faults faults = new Faults();
      List<ResolvedPing> planned = new ArrayList<>();
      for (Looked looked : list) {
        switch (looked) {
          case Found(var ping, var address) -> planned.add(new ResolvedPing(ping.spec(), address));
          case Refused(_, var refusal) -> faults.addAll(refusal, fault -> true);
        }
      }
      faults.throwIfAny();
      return planned;
    }
  }

  /// Resolves a whole list, in its order. Completes within a timeout of its own, whether or not all
  /// names are resolved.
  public CompletionStage<List<Looked>> askAll(List<ListedPing> pings) {
    Optional<Broadcasts> broadcasts = broadcasts();
    Duration bound =
        pings.size() <= NameResolver.MOST_AT_ONCE ? PATIENCE : PATIENCE_WITH_LONG_LISTS;
    List<CompletableFuture<Looked>> answers = new ArrayList<>();
    for (ListedPing ping : pings) {
      PingSpec spec = ping.spec();
      answers.add(
          ask(spec.target(), spec.family(), bound, broadcasts)
              .handle((address, failure) -> looked(ping, address, failure))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
  }

  /// Blocking variant.
  public List<Looked> resolveAll(List<ListedPing> pings) {
    return await(askAll(pings));
  }

  private static Looked looked(ListedPing ping, ResolvedHost address, Throwable failure) {
    return switch (failure) {
      case null -> new Looked.Found(ping, address);
      case FaultException refused ->
          new Looked.Refused(
              ping, new FaultException(refused.faults().stream().map(ping::fault).toList()));
      default -> throw new IllegalStateException("the resolver failed", failure);
    };
  }

  private static <T> T await(CompletionStage<T> asked) {
    try {
      return asked.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FaultException refused) {
        throw refused;
      }
      throw e;
    }
  }

  private static boolean matches(InetAddress address, AddressFamily family) {
    return switch (family) {
      case ANY -> true;
      case IPV4 -> address instanceof Inet4Address;
      case IPV6 -> address instanceof Inet6Address;
    };
  }

  private static Families families(AddressFamily family) {
    return switch (family) {
      case ANY -> Families.BOTH;
      case IPV4 -> Families.IPV4;
      case IPV6 -> Families.IPV6;
    };
  }
}
