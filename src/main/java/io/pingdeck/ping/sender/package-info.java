/// What all senders of probes share.
package io.pingdeck.ping.sender;
