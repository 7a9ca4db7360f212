/// Echo servers: they answer what they receive (RFC 862), safely, and impair it on purpose.
package io.pingdeck.echo;
