/// DNS questions and answers (RFC 1035).
package io.pingdeck.packet.dns;
