/// Sockets: one thread uses a [io.pingdeck.net.Poller] and the [io.pingdeck.net.DatagramPort]s
/// registered with it. Two implementations: Linux's system calls, and the JDK's channels.
package io.pingdeck.net;
