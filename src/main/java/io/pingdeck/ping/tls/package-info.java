/// Certificates: which are trusted, and which are presented.
package io.pingdeck.ping.tls;
