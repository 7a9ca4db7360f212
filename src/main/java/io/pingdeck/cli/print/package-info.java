/// How pings are shown on the command line: as `ping`, as `fping`, as the lab's client, as JSON.
package io.pingdeck.cli.print;
