/// `/probe`: one probe for a Prometheus that asks as it asks blackbox_exporter.
package io.pingdeck.web.probe;
