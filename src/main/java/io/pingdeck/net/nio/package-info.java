/// Sockets on the JDK's channels: every platform, no ICMP errors, no kernel timestamps.
package io.pingdeck.net.nio;
