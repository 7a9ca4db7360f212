package io.pingdeck.echo;

import java.util.OptionalLong;

/// What an echo server does to its answers on purpose.
///
/// @param loss the chance that a datagram is not answered, 0-1
/// @param seed repeats the same losses in every run; empty draws a fresh seed
public record Impairment(double loss, OptionalLong seed) {
  /// The classic lab server draws an integer from 0 to 10 and drops below 4: 4/11, not the 30 % its
  /// text says.
  public static final double LAB_LOSS = 4.0 / 11;

  public static final Impairment NONE = new Impairment(0, OptionalLong.empty());

  public Impairment {
    if (!(loss >= 0 && loss <= 1)) {
      throw new IllegalArgumentException("loss is a chance between 0 and 1: " + loss);
    }
  }

  /// What a server stands with when this is asked of it: without a seed of its own it goes on with
  /// the present one.
  public Impairment after(Impairment present) {
    return new Impairment(loss, seed.isPresent() ? seed : present.seed);
  }
}
