/// Protection of echo servers against abuse: rate limits per source, and no endless exchanges. Pure
/// code.
package io.pingdeck.echo.guard;
