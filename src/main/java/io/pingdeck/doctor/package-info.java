/// Checks what works on this machine: on `pingdeck doctor`, and for the page. Sends a few packets
/// to loopback addresses and changes nothing.
package io.pingdeck.doctor;
