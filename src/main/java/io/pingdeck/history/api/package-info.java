/// The public interface of the history: queries, replies, limits, health.
package io.pingdeck.history.api;
