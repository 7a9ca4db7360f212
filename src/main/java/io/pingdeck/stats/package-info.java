/// Statistics of each ping: RTT distribution, loss, delay variation. Pure except for the verticle.
package io.pingdeck.stats;
