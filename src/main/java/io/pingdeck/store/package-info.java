/// History on disk: what pings measured, for days as samples and for years as rollups.
///
/// A sample's way: [io.pingdeck.store.HistoryWriter] takes it from the bus into its queue and once
/// a second to a [io.pingdeck.store.SampleStore]; [io.pingdeck.store.DayStore] commits it to its
/// day's journal and, when its minute is over, packs it into a chunk and counts it in rollups. Days
/// are files of SQLite or partitions on a PostgreSQL server, see [io.pingdeck.store.DayStorage].
/// Pure but for its verticle.
package io.pingdeck.store;
