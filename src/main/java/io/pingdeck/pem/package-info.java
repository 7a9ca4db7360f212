/// Certificates and private keys in PEM (RFC 7468).
package io.pingdeck.pem;
