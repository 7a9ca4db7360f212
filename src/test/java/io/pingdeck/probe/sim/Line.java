package io.pingdeck.probe.sim;

import io.pingdeck.probe.IcmpError;
import io.pingdeck.probe.Outcome;
import io.pingdeck.probe.RttSource;

/// One sample as the engine wrote it or as the reference expects it.
record Line(
    long ping,
    long sequence,
    long sentEpochNanos,
    long lagNanos,
    Outcome outcome,
    long rttNanos,
    RttSource source,
    boolean untagged,
    int hopLimit,
    int errno,
    IcmpError error) {}
