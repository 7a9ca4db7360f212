/// Probes over TCP: handshake, echo, stream, greeting, DNS.
package io.pingdeck.ping.tcp;
