/// History on disk: what pings measured, for days as samples and for years as rollups.
///
/// A sample's way: [io.pingdeck.store.HistoryWriter] takes it from the bus into its queue and once
/// a second to a [io.pingdeck.store.SampleStore]; [io.pingdeck.store.SqliteStore] commits it to the
/// journal of its day's file and, when its minute is over, packs it into a chunk and counts it in
/// rollups. Pure but for its verticle.
package io.pingdeck.store;
