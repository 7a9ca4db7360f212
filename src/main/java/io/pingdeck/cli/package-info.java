/// The command line: one class per command, and the output of a ping.
package io.pingdeck.cli;
