/// The audit log on disk.
package io.pingdeck.audit.file;
