/// Sockets on Linux's system calls: batches, kernel timestamps, ICMP errors.
package io.pingdeck.net.linux;
