/// Suppression of repeated log lines.
package io.pingdeck.log;
