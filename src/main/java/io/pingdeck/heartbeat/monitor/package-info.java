/// The monitor: pure, driven by time and beats.
package io.pingdeck.heartbeat.monitor;
