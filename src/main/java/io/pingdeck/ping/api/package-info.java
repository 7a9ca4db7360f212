/// What others may know of pings: settings, commands, events, limits.
package io.pingdeck.ping.api;
