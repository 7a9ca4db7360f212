/// The public part of echo servers: settings, commands and snapshots.
package io.pingdeck.echo.api;
