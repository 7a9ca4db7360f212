/// The interface between the days and a database, and its error messages.
package io.pingdeck.history.storage;
