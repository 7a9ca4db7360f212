/// Statistics of each ping: RTT distribution, loss, delay variation. Pure but for its verticle.
package io.pingdeck.stats;
