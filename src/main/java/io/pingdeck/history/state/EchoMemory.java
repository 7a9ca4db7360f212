package io.pingdeck.history.state;

import io.pingdeck.echo.api.EchoServerId;
import io.pingdeck.echo.api.EchoSnapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is saved about echo servers besides the existing ones.
///
/// @param configured servers started by the configuration
/// @param missing servers of an earlier run that are not restored yet; they stay saved
public record EchoMemory(Set<EchoServerId> configured, List<SavedEcho> missing) {
  public EchoMemory {
    configured = Set.copyOf(configured);
    missing = List.copyOf(missing);
  }

  /// @param servers all existing servers
  public List<SavedEcho> saved(List<EchoSnapshot> servers) {
    Set<EchoServerId> there = servers.stream().map(EchoSnapshot::id).collect(Collectors.toSet());
    Stream<SavedEcho> others = missing.stream().filter(server -> !there.contains(server.id()));
    return Stream.concat(servers.stream().map(this::saved), others).toList();
  }

  private SavedEcho saved(EchoSnapshot server) {
    boolean wanted = server.listening().isPresent() || !server.reason().isEmpty();
    return new SavedEcho(server.id(), server.spec(), wanted, configured.contains(server.id()));
  }
}
