/// Probes over HTTP and HTTPS, and of mail servers with STARTTLS.
package io.pingdeck.ping.http;
