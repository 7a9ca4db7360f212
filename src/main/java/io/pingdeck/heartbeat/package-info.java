/// Heartbeats: which applications are alive, which have stopped, and where the network loses beats.
/// The monitor is pure and driven by time and datagrams. One thread feeds it, and one verticle
/// publishes its changes.
package io.pingdeck.heartbeat;
