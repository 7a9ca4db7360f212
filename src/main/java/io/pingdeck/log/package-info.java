/// What the log leaves out.
package io.pingdeck.log;
