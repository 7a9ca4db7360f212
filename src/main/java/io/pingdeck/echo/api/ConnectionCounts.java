package io.pingdeck.echo.api;

/// What became of the connections to a TCP echo server.
///
/// @param open now
/// @param accepted in all
/// @param refused closed at once because of a limit
/// @param idle closed because they sent nothing, or next to nothing
/// @param reset ended by the peer without order
public record ConnectionCounts(long open, long accepted, long refused, long idle, long reset) {}
