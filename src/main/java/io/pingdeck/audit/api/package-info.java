/// The public part of the audit log: entries, and requests to write and read them.
package io.pingdeck.audit.api;
