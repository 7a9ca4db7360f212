/// Linux system calls, structures and constants, through `java.lang.foreign`.
package io.pingdeck.net.kernel;
