package io.pingdeck.alert.api;

import io.pingdeck.bus.Request;
import io.pingdeck.bus.Service;
import io.pingdeck.ping.sample.PingId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Requests to the alerts.
public final class AlertApi {
  /// Web -> alerts.
  public static final Service<AlertRequest<?>> ALERTS = new Service<>("alerts", AlertRequest.class);

  private AlertApi() {}

  public sealed interface AlertRequest<A extends Record> extends Request<AlertRequest<?>, A> {}

  /// Alerts that are pending, firing, suppressed, without data, or resolved within the last hour;
  /// newest change first.
  ///
  /// @param rule name of a rule
  /// @param subject id or name of a ping, or name of an application
  /// @param limit 1-1000
  public record Page(
      Optional<AlertState> state, Optional<String> rule, Optional<String> subject, int limit)
      implements AlertRequest<Alerts> {}

  /// @param states number of rules for subjects in each state, by [AlertState#json()]
  /// @param total number of alerts that match the request
  /// @param fault why alerts are not on disk, or which of an earlier process could not be read, as
  ///   text; empty if all is well
  public record Alerts(
      List<AlertSnapshot> alerts, Map<String, Integer> states, int total, String fault) {
    public Alerts {
      alerts = List.copyOf(alerts);
      states = Map.copyOf(states);
    }
  }

  /// The kept changes, newest first.
  ///
  /// @param alert only those of this alert
  /// @param limit 1-1000
  public record History(Optional<Long> alert, int limit) implements AlertRequest<Changes> {}

  public record Changes(List<AlertChange> changes) {
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /// A user knows of an alert.
  public record Acknowledge(long alert, String by, String note)
      implements AlertRequest<AlertSnapshot> {}

  /// Tells nothing about some alerts for a time.
  ///
  /// @param rule name of a rule; empty for all
  /// @param length from now on; zero ends the silence
  public record Mute(String rule, Scope on, Duration length, String by, String note)
      implements AlertRequest<Silences> {}

  /// The silences that have not ended.
  public record ReadSilences() implements AlertRequest<Silences> {}

  public record Silences(List<Silence> silences) {
    public Silences {
      silences = List.copyOf(silences);
    }
  }

  public record ReadRules() implements AlertRequest<Rules> {}

  public record Rules(List<RuleSnapshot> rules) {
    public Rules {
      rules = List.copyOf(rules);
    }
  }

  /// @param channels names of the channels
  /// @param watched number of pings and heartbeats it watches
  public record RuleSnapshot(
      String name, String when, String on, List<String> channels, int watched) {
    public RuleSnapshot {
      channels = List.copyOf(channels);
    }
  }

  public record ReadChannels() implements AlertRequest<Channels> {}

  public record Channels(List<ChannelSnapshot> channels) {
    public Channels {
      channels = List.copyOf(channels);
    }
  }

  /// @param waiting number of messages that it has not accepted yet
  /// @param givenUp number of messages that were given up
  /// @param fault why its last attempt failed; empty if it succeeded, or if there was none
  public record ChannelSnapshot(String name, String type, int waiting, int givenUp, String fault) {}

  /// Sends a test message.
  public record Test(String channel) implements AlertRequest<Tested> {}

  /// @param fault why it was not accepted; empty if it was
  public record Tested(String fault) {}

  /// Messages that no receiver has accepted yet, and those that were given up, newest first.
  ///
  /// @param limit 1-1000 of each
  public record ReadOutbox(int limit) implements AlertRequest<Outgoing> {}

  public record Outgoing(List<OutgoingMessage> waiting, List<OutgoingMessage> givenUp) {
    public Outgoing {
      waiting = List.copyOf(waiting);
      givenUp = List.copyOf(givenUp);
    }
  }

  /// @param key its idempotency key
  /// @param changes number of changes it tells
  /// @param givenUpAt empty while it is retried
  /// @param reason why the last attempt failed; empty if there was none
  public record OutgoingMessage(
      String key,
      String channel,
      String text,
      int changes,
      Optional<Instant> givenUpAt,
      String reason) {}

  /// Sends a message again that was given up.
  public record SendAgain(String channel, String key) implements AlertRequest<Outgoing> {}

  /// What a rule would have done with the stored history of a ping.
  ///
  /// @param when the rule
  /// @param id made up by the requester, for [StopReplay]
  /// @param patienceNanos interval and timeout of the ping together
  public record Replay(
      String id,
      String when,
      PingId ping,
      long patienceNanos,
      long fromEpochNanos,
      long toEpochNanos)
      implements AlertRequest<Replayed> {}

  /// Ends a replay that nobody waits for any more.
  public record StopReplay(String id) implements AlertRequest<ReplayStopped> {}

  /// @param wasOpen whether it ran or waited
  public record ReplayStopped(boolean wasOpen) {}

  /// @param fired how often it would have fired
  /// @param state the state at the end
  /// @param probes number of probes in the span
  /// @param widthNanos greatest width of a bucket of the history: within one, the order of outcomes
  ///   is not known
  /// @param episodes the first thousand
  public record Replayed(
      String when,
      long fired,
      AlertState state,
      long probes,
      long widthNanos,
      List<Episode> episodes) {
    public Replayed {
      episodes = List.copyOf(episodes);
    }
  }
}
