/// Days as files of SQLite.
package io.pingdeck.history.sqlite;
