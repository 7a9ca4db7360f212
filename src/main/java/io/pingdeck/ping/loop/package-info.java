/// The thread that sends, receives and lets time pass.
package io.pingdeck.ping.loop;
