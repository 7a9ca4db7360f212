/// The heartbeat monitor. Pure code, driven by time and beats.
package io.pingdeck.heartbeat.monitor;
