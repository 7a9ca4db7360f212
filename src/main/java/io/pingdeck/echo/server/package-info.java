/// The echo servers over UDP and TCP, with one thread each.
package io.pingdeck.echo.server;
