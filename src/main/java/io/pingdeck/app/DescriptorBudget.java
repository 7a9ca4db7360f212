package io.pingdeck.app;

import com.sun.management.UnixOperatingSystemMXBean;
import io.pingdeck.config.AppConfig;
import io.pingdeck.echo.api.EchoLimits;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.web.http.WebConfig;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shares the file descriptors that the system grants this process (`RLIMIT_NOFILE`) among the
/// connections whose number others choose. The rest is reserved for the program itself: libraries,
/// listeners, threads, sockets of connectionless probes, and the disk.
///
/// @param limit maximum number of open descriptors of the process
record DescriptorBudget(long limit) {
  private static final Logger LOG = LoggerFactory.getLogger(DescriptorBudget.class);

  /// An idle process has about 100 open.
  private static final long LEAST_KEPT = 160;

  private static final long MOST_KEPT = 1024;

  /// Below this, no feature works well.
  private static final long LEAST_SHARED = 16;

  static DescriptorBudget ofThisProcess() {
    boolean known =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean;
    return new DescriptorBudget(
        known
            ? ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getMaxFileDescriptorCount()
            : Integer.MAX_VALUE);
  }

  /// The requested limits, reduced to what each kind of connection may use.
  ///
  /// @param echoInAll connections of all TCP echo servers together
  record Shares(WebConfig web, EchoLimits echo, int echoInAll, PingLimits pings) {}

  Shares share(AppConfig wanted) {
    long kept = Math.clamp(limit / 8, LEAST_KEPT, MOST_KEPT);
    long shared = Math.max(LEAST_SHARED, limit - kept);
    WebConfig web = wanted.web().withDescriptors(part(shared * 2 / 5));
    long left = shared - web.descriptors();
    int echo = part(left / 3);
    PingLimits pings = wanted.ping().limits();
    int probes = part((left - echo) / 2 / wanted.ping().workers());
    Shares shares =
        new Shares(
            web,
            wanted.echo().limits().withConnections(echo),
            echo,
            pings.withConnections(Math.min(pings.maxConnections(), probes)));
    if (!web.equals(wanted.web()) || shares.pings().maxConnections() < pings.maxConnections()) {
      LOG.warn(
          "the system allows {} open files: at most {} live and {} other HTTP connections, {} to"
              + " echo servers, {} TCP and as many HTTP probes of a worker at once; raise it,"
              + " ulimit -n",
          limit,
          web.maxClients(),
          web.connections().most(),
          echo,
          shares.pings().maxConnections());
    }
    return shares;
  }

  private static int part(long descriptors) {
    return Math.clamp(descriptors, 2, 1 << 20);
  }
}
