/// Days as partitions on a PostgreSQL server.
package io.pingdeck.history.postgres;
