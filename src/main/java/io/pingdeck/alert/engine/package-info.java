/// Decides when an alert fires and when it is resolved. Pure: samples and time come in, transitions
/// go out. All times are live time, in which Pingdeck's own pauses do not count.
package io.pingdeck.alert.engine;
