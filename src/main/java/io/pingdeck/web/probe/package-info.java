/// `/probe`: one probe, compatible with how Prometheus uses blackbox_exporter.
package io.pingdeck.web.probe;
