/// What an echo server does to answers on purpose. Pure.
package io.pingdeck.echo.impairment;
