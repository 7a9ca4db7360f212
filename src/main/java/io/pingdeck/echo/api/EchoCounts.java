package io.pingdeck.echo.api;

import java.util.Map;
import java.util.OptionalLong;

/// What an echo server has counted: `received = replied + waiting + sum of drops` in every one.
public record EchoCounts(
    long received,
    long replied,
    long waiting,
    Map<String, Long> drops,
    Map<String, Long> injected,
    OptionalLong kernelDrops) {}
