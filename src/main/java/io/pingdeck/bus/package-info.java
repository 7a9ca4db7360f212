/// The event bus: addresses with typed messages, and a codec for records.
package io.pingdeck.bus;
