/// Echo servers reply to what they receive (RFC 862), with protection against abuse and
/// configurable impairments.
package io.pingdeck.echo;
