/// History on disk: samples for days, rollups for years.
///
/// The path of a sample: [io.pingdeck.history.HistoryWriter] takes it from the bus into its queue
/// and passes it once a second to a [io.pingdeck.history.storage.SampleStore].
/// [io.pingdeck.history.days.DayStore] commits it to the journal of its day. When its minute is
/// over, it packs it into a chunk and adds it to rollups. Days are SQLite files or partitions on a
/// PostgreSQL server, see [io.pingdeck.history.storage.DayStorage].
package io.pingdeck.history;
