/// The public part of alerts: settings, states, requests.
package io.pingdeck.alert.api;
