/// The I/O loop: one thread that sends, receives and advances the engine's time.
package io.pingdeck.ping.loop;
