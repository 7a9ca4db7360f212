/// Addresses of pings: resolved at the start, and followed while they run.
package io.pingdeck.ping.resolve;
