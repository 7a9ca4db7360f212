package io.pingdeck.heartbeat.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import java.util.List;

/// Requests to the heartbeat senders.
public final class BeatSenderApi {
  /// Web -> senders of heartbeats.
  public static final Service<BeatSenderRequest<?>> SENDERS =
      new Service<>("beat-senders", BeatSenderRequest.class);

  private BeatSenderApi() {}

  public sealed interface BeatSenderRequest<A extends Record>
      extends Request<BeatSenderRequest<?>, A> {}

  public record Start(BeatSenderSpec spec) implements BeatSenderRequest<BeatSenderSnapshot> {}

  /// Sends a goodbye and ends.
  public record Stop(String name) implements BeatSenderRequest<BeatSenderSnapshot> {}

  public record All() implements BeatSenderRequest<Senders> {}

  public record Senders(List<BeatSenderSnapshot> senders) {
    public Senders {
      senders = List.copyOf(senders);
    }
  }
}
