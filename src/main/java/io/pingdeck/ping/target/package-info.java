/// What is pinged, and how it is written.
package io.pingdeck.ping.target;
