/// The public part of pings: settings, commands, events, limits.
package io.pingdeck.ping.api;
