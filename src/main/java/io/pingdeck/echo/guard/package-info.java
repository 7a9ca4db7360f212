/// Why an echo server is no weapon: bounds per source, and no endless exchanges. Pure.
package io.pingdeck.echo.guard;
