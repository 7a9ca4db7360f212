/// What the days need of a database, and what is said when it fails.
package io.pingdeck.history.storage;
