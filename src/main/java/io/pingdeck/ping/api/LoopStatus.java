package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.RttSource;
import java.util.Optional;
import java.util.OptionalLong;

/// How the thread that pings is doing.
///
/// @param pings running ones
/// @param probesPerSecond sent of late, all pings together
/// @param lateness of the probes of the last ten seconds; empty if there were none
/// @param kernelDrops answers the kernel dropped because this process was too slow to fetch them;
///   empty where the platform does not say
/// @param clocks the best that RTTs are taken from now: at flood rates transmit stamps are left out
/// @param slots how many probes wait on connections of their own
/// @param stalls how often it stood still
/// @param strays what arrived and belongs to no ping
public record LoopStatus(
    int pings,
    long probesPerSecond,
    Optional<Lateness> lateness,
    OptionalLong kernelDrops,
    RttSource clocks,
    ConnectionSlots slots,
    Stalls stalls,
    EngineCounters strays) {
  public LoopStatus {
    requireNonNull(lateness, "lateness");
    requireNonNull(kernelDrops, "kernelDrops");
    requireNonNull(clocks, "clocks");
    requireNonNull(slots, "slots");
    requireNonNull(stalls, "stalls");
    requireNonNull(strays, "strays");
  }
}
