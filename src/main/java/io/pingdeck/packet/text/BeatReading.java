package io.pingdeck.packet.text;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/// The result of parsing bytes as a beat.
public sealed interface BeatReading {
  /// A beat without a signature.
  record Plain(Beat beat) implements BeatReading {
    public Plain {
      requireNonNull(beat, "beat");
    }
  }

  /// A beat with a signature that has not been verified yet.
  final class Signed implements BeatReading {
    private final Beat beat;
    private final byte[] text;
    private final byte[] signature;

    Signed(Beat beat, byte[] text, byte[] signature) {
      this.beat = beat;
      this.text = text;
      this.signature = signature;
    }

    /// The unverified content; trust it only if [#isSignedWith(BeatKey)].
    public Beat beat() {
      return beat;
    }

    /// Verifies the signature, in constant time for every wrong signature.
    public boolean isSignedWith(BeatKey key) {
      return key.isSignatureOf(text, signature);
    }

    @Override
    public String toString() {
      return "Signed[" + beat + ", " + Arrays.hashCode(signature) + "]";
    }
  }

  record Rejected(BeatFault fault) implements BeatReading {
    public Rejected {
      requireNonNull(fault, "fault");
    }
  }
}
