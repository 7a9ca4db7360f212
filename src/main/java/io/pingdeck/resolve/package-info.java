/// Finds the addresses behind host names without blocking anybody: the hosts file, then DNS, then
/// the system's own resolver for what only that one knows.
package io.pingdeck.resolve;
