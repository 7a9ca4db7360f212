/// One distribution of round-trip times. Pure.
package io.pingdeck.stats.rtt;
