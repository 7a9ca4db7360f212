/// Days as SQLite files.
package io.pingdeck.history.sqlite;
