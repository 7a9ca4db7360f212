/// Binary encoding of samples and pings.
package io.pingdeck.history.codec;
