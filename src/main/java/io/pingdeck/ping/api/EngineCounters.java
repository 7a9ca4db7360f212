package io.pingdeck.ping.api;

/// Packets that reached an engine and belong to no ping.
///
/// @param staleReplies replies with a valid token whose ping has ended or no longer tracks the
///   probe
/// @param forgedReplies replies with a token that this engine never issued
/// @param corruptReplies damaged replies that cannot be attributed to one ping
/// @param unmatchedReplies replies without a token that match no probe
/// @param unmatchedErrors ICMP errors that match no probe
/// @param advisoryErrors ICMP source quench and redirect, which never decide a probe (RFC 6633, RFC
///   1122)
/// @param bareErrors ICMP errors that quote no datagram or too little of one; counted only if this
///   process may read them
public record EngineCounters(
    long staleReplies,
    long forgedReplies,
    long corruptReplies,
    long unmatchedReplies,
    long unmatchedErrors,
    long advisoryErrors,
    long bareErrors) {}
