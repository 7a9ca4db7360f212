package io.pingdeck.alert.engine;

/// What the channels of a rule are to be told at a transition.
public enum Tell {
  NOTHING,
  FIRING,
  RESOLVED
}
