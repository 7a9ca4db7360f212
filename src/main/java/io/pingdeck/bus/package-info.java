/// The event bus: addresses that know the type of their messages, and a codec for records.
package io.pingdeck.bus;
