package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where changes of applications' states are posted. Only the configuration file sets the URL, so
/// that access to the page does not allow anyone to make the server call another.
///
/// @param url http or https; empty disables the webhook
/// @param states changes into one of these are posted
/// @param timeout timeout of one attempt
/// @param giveUpAfter how long a change is retried
public record WebhookConfig(
    Optional<URI> url, List<BeatState> states, Duration timeout, Duration giveUpAfter) {
  public static final WebhookConfig DEFAULT =
      new WebhookConfig(
          Optional.empty(),
          List.of(
              BeatState.ALIVE,
              BeatState.STOPPED,
              BeatState.FAILED,
              BeatState.RESTARTED,
              BeatState.GOODBYE,
              BeatState.LOSING),
          Duration.ofSeconds(5),
          Duration.ofHours(1));

  public WebhookConfig {
    requireNonNull(url, "url");
    states = List.copyOf(states);
    requireNonNull(timeout, "timeout");
    requireNonNull(giveUpAfter, "giveUpAfter");
  }
}
