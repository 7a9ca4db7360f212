/// Which addresses a caller may ping, and how much a caller may send.
package io.pingdeck.ping.policy;
