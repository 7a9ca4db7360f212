package io.pingdeck.echo.api;

import java.util.Map;
import java.util.OptionalLong;

/// Counters of an echo server. Every instance satisfies `received = replied + waiting + sum of
/// drops`.
public record EchoCounts(
    long received,
    long replied,
    long waiting,
    Map<String, Long> drops,
    Map<String, Long> injected,
    OptionalLong kernelDrops) {}
