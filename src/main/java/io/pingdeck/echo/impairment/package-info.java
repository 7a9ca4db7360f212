/// Deliberate impairments of an echo server's replies. Pure code.
package io.pingdeck.echo.impairment;
