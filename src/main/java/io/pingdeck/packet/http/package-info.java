/// HTTP/1.1 responses (RFC 9112), read as leniently as it allows.
package io.pingdeck.packet.http;
