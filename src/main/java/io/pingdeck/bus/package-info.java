/// The event bus: every address and every message in one place.
package io.pingdeck.bus;
