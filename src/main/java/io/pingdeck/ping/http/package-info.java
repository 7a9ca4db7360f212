/// Probes over HTTP and HTTPS, and of mail servers that start TLS.
package io.pingdeck.ping.http;
