package io.pingdeck.heartbeat.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.text.BeatKey;
import io.pingdeck.packet.text.BeatText;
import java.util.Optional;

/// An application named in the configuration.
///
/// @param rules its rules in the configuration
/// @param key if present, only signed beats count
public record KnownApplication(String name, PartialRules rules, Optional<BeatKey> key) {
  public KnownApplication {
    if (!BeatText.isName(name)) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    requireNonNull(rules, "rules");
    requireNonNull(key, "key");
  }
}
