/// Alerts: rules, what fires, who is told. All of it runs on one worker thread, so that neither the
/// disk nor ten thousand pings delay an event loop.
package io.pingdeck.alert;
