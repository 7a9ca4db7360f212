/// What comes back after a restart: pings and echo servers.
package io.pingdeck.history.state;
