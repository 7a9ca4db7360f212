/// Persistent files: private to their owner, checksummed, stored twice.
package io.pingdeck.disk;
