/// Statistics of exported samples.
package io.pingdeck.cli.report;
