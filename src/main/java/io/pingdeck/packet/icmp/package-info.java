/// ICMP and ICMPv6 messages, errors and the datagrams they quote (RFC 792, 4443, 4884).
package io.pingdeck.packet.icmp;
