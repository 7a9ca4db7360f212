/// Pinger workers: the verticle that starts and stops pings.
///
/// A packet's way: [io.pingdeck.ping.loop.ProbeLoop] wakes, a
/// [io.pingdeck.ping.sender.PacketSender] reads the packet, [io.pingdeck.ping.engine.ProbeEngine]
/// matches it.
package io.pingdeck.ping;
