/// Certificates: which are trusted, and which are shown.
package io.pingdeck.ping.tls;
