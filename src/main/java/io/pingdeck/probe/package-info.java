/// The domain: what is pinged, what became of each probe, and the engine that decides it.
///
/// Pure: no I/O, no clock of its own, no Vert.x. Times come in as arguments.
package io.pingdeck.probe;
