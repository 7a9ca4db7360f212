package io.pingdeck.ping.api;

import static java.util.Objects.requireNonNull;

import io.pingdeck.ping.sample.RttSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Status of a probe loop's thread.
///
/// @param pings number of running pings
/// @param probesPerSecond recent send rate of all pings together
/// @param lateness send delay of the probes of the last ten seconds; empty if there were none
/// @param kernelDrops replies the kernel dropped because this process was too slow to read them;
///   empty if the platform does not report it
/// @param clocks best RTT source now in use: at flood rates transmit timestamps are omitted
/// @param slots connections in use by probes that need one each
/// @param stalls pauses of the thread
/// @param strays packets that belong to no ping
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
