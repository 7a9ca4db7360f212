/// Targets of pings and their syntax.
package io.pingdeck.ping.target;
