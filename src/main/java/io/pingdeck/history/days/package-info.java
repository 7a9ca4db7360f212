/// A day's tables: the journal, chunks, rollups, their packing, retention and reading.
package io.pingdeck.history.days;
