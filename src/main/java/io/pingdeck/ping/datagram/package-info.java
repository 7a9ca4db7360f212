/// Probes over UDP and ICMP.
package io.pingdeck.ping.datagram;
