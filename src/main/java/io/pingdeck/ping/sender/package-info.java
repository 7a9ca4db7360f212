/// Code shared by all senders of probes.
package io.pingdeck.ping.sender;
