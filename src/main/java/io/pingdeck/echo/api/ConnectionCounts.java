package io.pingdeck.echo.api;

/// Counters of the connections to a TCP echo server.
///
/// @param open currently open
/// @param accepted total accepted
/// @param refused closed immediately because of a limit
/// @param idle closed because they sent too few bytes within the idle timeout
/// @param reset reset by the peer
public record ConnectionCounts(long open, long accepted, long refused, long idle, long reset) {}
