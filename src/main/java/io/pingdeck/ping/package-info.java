/// Pinger workers: the verticle that starts and stops pings.
///
/// The path of a packet: [io.pingdeck.ping.loop.ProbeLoop] wakes up, a
/// [io.pingdeck.ping.sender.PacketSender] reads the packet, [io.pingdeck.ping.engine.ProbeEngine]
/// matches it.
package io.pingdeck.ping;
