/// Metrics for Prometheus. Nothing is counted here: the metrics are another view of the statistics.
package io.pingdeck.metrics;
