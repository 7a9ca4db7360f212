/// Text formats: UDP probes, heartbeats, greetings, replies of mail servers.
package io.pingdeck.packet.text;
