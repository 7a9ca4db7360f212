/// How each kind of receiver is told.
package io.pingdeck.alert.channel;
