package io.pingdeck.ping.sim;

import io.pingdeck.ping.sample.IcmpError;
import io.pingdeck.ping.sample.Outcome;
import io.pingdeck.ping.sample.RttSource;

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
