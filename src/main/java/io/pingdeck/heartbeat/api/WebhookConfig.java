package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where changes of applications' states are posted. Only this file can name the address: nobody
/// who merely reaches the page can make the server call another.
///
/// @param url http or https; empty posts nothing
/// @param states changes into one of these are posted
/// @param timeout for one attempt
/// @param giveUpAfter how long a change is tried again
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
