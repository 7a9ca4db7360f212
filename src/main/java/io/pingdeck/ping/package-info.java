/// Pinger workers: the verticle, the I/O loop that drives the engine, one sender per protocol.
///
/// A packet's way: [io.pingdeck.ping.ProbeLoop] wakes, a [io.pingdeck.ping.PacketSender] reads the
/// packet, [io.pingdeck.probe.ProbeEngine] matches it.
package io.pingdeck.ping;
