/// The public part of heartbeats: rules, commands, snapshots, changes of state.
package io.pingdeck.heartbeat.api;
