/// What others may know of statistics: figures, windows, the state of a service.
package io.pingdeck.stats.api;
