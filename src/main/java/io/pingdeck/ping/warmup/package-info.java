/// Loads and compiles the code of a first probe before it is sent.
package io.pingdeck.ping.warmup;
