/// What became of each probe.
package io.pingdeck.ping.sample;
