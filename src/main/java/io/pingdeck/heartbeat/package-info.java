/// Heartbeats: which applications are alive, which have stopped, and where the network loses beats.
/// The monitor is pure and driven by time and datagrams; one thread feeds it, one verticle reports.
package io.pingdeck.heartbeat;
