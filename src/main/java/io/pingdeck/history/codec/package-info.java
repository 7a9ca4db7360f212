/// How samples and pings become bytes.
package io.pingdeck.history.codec;
