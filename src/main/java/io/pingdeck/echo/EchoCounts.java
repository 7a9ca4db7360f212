package io.pingdeck.echo;

import java.util.Map;
import java.util.OptionalLong;

/// What an echo server has counted: `received = replied + sum of drops` in every one.
record EchoCounts(long received, long replied, Map<String, Long> drops, OptionalLong kernelDrops) {}
