/// Files that outlive the program: private to their owner, checksummed, kept twice.
package io.pingdeck.disk;
