/// The addresses of pings: found at the start, followed while they run.
package io.pingdeck.ping.resolve;
