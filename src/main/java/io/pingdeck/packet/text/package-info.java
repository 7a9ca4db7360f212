/// Lines of text: UDP probes, heartbeats, greetings, replies of mail servers.
package io.pingdeck.packet.text;
