/// The engine that decides the one outcome of each probe. Pure: no I/O, no clock of its own, no
/// Vert.x; times come in as arguments.
package io.pingdeck.ping.engine;
