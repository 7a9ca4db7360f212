/// DNS queries and responses (RFC 1035).
package io.pingdeck.packet.dns;
