/// The state restored after a restart: pings and echo servers.
package io.pingdeck.history.state;
