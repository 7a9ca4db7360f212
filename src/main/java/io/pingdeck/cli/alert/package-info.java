/// The commands about alerts of a running Pingdeck.
package io.pingdeck.cli.alert;
