/// Loads and compiles what a first probe needs before it is sent.
package io.pingdeck.ping.warmup;
