/// History on disk: what pings measured, for days as samples and for years as rollups.
///
/// A sample's way: [io.pingdeck.history.HistoryWriter] takes it from the bus into its queue and
/// once a second to a [io.pingdeck.history.storage.SampleStore];
/// [io.pingdeck.history.days.DayStore] commits it to its day's journal and, when its minute is
/// over, packs it into a chunk and counts it in rollups. Days are files of SQLite or partitions on
/// a PostgreSQL server, see [io.pingdeck.history.storage.DayStorage].
package io.pingdeck.history;
