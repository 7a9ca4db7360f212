/// The engine that decides the single outcome of each probe. Pure: no I/O, no clock of its own, no
/// Vert.x. Times are arguments.
package io.pingdeck.ping.engine;
