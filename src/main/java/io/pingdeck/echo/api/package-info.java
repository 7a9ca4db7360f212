/// What others may know of echo servers: their settings, commands and snapshots.
package io.pingdeck.echo.api;
