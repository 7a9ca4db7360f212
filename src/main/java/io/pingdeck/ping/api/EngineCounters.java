package io.pingdeck.ping.api;

/// What reached an engine and belongs to no ping.
///
/// @param staleReplies replies with a token of ours whose ping has ended or has forgotten the probe
/// @param forgedReplies replies with a token this engine never gave out
/// @param corruptReplies damaged replies that cannot be laid to one ping
/// @param unmatchedReplies replies without a token that fit no probe
/// @param unmatchedErrors ICMP errors that fit no probe
/// @param advisoryErrors ICMP source quench and redirect, which never decide a probe (RFC 6633, RFC
///   1122)
/// @param bareErrors ICMP errors that quote no datagram or too little of one; known only where this
///   process may read them
public record EngineCounters(
    long staleReplies,
    long forgedReplies,
    long corruptReplies,
    long unmatchedReplies,
    long unmatchedErrors,
    long advisoryErrors,
    long bareErrors) {}
