/// The public part of statistics: figures, windows, the state of a service.
package io.pingdeck.stats.api;
