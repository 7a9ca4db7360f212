/// The command line: one class for each command, and what a ping prints.
package io.pingdeck.cli;
