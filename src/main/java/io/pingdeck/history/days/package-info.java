/// The tables of a day: journal, chunks, rollups, their packing, retention and reading.
package io.pingdeck.history.days;
