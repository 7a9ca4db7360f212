/// The configuration on the command line: the flags that name and override it, and the faults that
/// `serve` would report.
package io.pingdeck.cli.settings;
