/// Sockets: the only package that names `java.lang.foreign`.
///
/// One thread uses a [io.pingdeck.net.Poller] and the [io.pingdeck.net.DatagramPort]s registered
/// with it. Two implementations of the same interfaces: Linux's own system calls, and the JDK's
/// channels where those are missing.
package io.pingdeck.net;
