/// Output of pings on the command line: in the style of `ping`, of `fping`, of the lab's client,
/// and as JSON.
package io.pingdeck.cli.print;
