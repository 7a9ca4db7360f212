/// The samples of a ping: the outcome of each probe, and their counters.
package io.pingdeck.ping.sample;
