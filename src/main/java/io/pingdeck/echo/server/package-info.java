/// The servers themselves: one thread for each, over UDP and TCP.
package io.pingdeck.echo.server;
