/// Non-blocking resolution of host names: the hosts file, then DNS, then the system's resolver for
/// what only that supports.
package io.pingdeck.resolve;
