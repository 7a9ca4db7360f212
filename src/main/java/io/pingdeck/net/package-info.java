/// Sockets. One thread uses a [io.pingdeck.net.Poller] and the [io.pingdeck.net.DatagramPort]s
/// registered with it. There are two implementations: Linux system calls and the JDK's channels.
package io.pingdeck.net;
