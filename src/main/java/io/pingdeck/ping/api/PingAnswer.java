package io.pingdeck.ping.api;

import io.pingdeck.base.Fault;
import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.sample.PingId;
import io.pingdeck.ping.sample.Sample;
import java.time.Duration;
import java.util.List;

/// A pinger worker's answer to a [PingCommand].
public sealed interface PingAnswer {
  record Done(PingInfo ping) implements PingAnswer {}

  /// All of a list were started; in its order.
  record AllStarted(List<PingInfo> pings) implements PingAnswer {
    public AllStarted {
      pings = List.copyOf(pings);
    }
  }

  /// What became of a single probe.
  ///
  /// @param resolveNanos how long it took to find the address
  record Probed(Endpoint address, long resolveNanos, Sample sample) implements PingAnswer {}

  /// Nothing was started or changed.
  record Refused(List<Fault> faults) implements PingAnswer {
    public Refused {
      faults = List.copyOf(faults);
    }
  }

  /// The target was probed a moment ago.
  record TooSoon(Duration retryAfter) implements PingAnswer {}

  record Unknown(PingId id) implements PingAnswer {}

  /// The pings that a command of a person has started.
  static List<PingInfo> started(PingCommand command, PingAnswer answer) {
    return switch (answer) {
      case Done(var ping) when command instanceof PingCommand.Start -> List.of(ping);
      case AllStarted(var pings) -> pings;
      case Done _, Probed _, Refused _, TooSoon _, Unknown _ -> List.of();
    };
  }
}
