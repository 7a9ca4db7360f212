package io.pingdeck.heartbeat;

import static java.util.Objects.requireNonNull;

import io.pingdeck.packet.BeatKey;
import io.pingdeck.packet.BeatText;
import java.util.Optional;

/// An application that the configuration names.
///
/// @param rules what the configuration says of it
/// @param key if present only signed beats count
record KnownApplication(String name, PartialRules rules, Optional<BeatKey> key) {
  KnownApplication {
    if (!BeatText.isName(name)) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    requireNonNull(rules, "rules");
    requireNonNull(key, "key");
  }
}
