/// Alerts and messages on disk, and which message is sent when. Pure but for the file.
package io.pingdeck.alert.outbox;
