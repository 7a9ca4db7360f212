package io.pingdeck.fuzz;

import io.pingdeck.base.TextsFuzz;
import io.pingdeck.cli.report.ExportFuzz;
import io.pingdeck.config.ConfigFuzz;
import io.pingdeck.disk.StateFilesFuzz;
import io.pingdeck.heartbeat.monitor.HeartbeatStateFuzz;
import io.pingdeck.history.codec.SampleBlockFuzz;
import io.pingdeck.history.days.DayRowsFuzz;
import io.pingdeck.history.sqlite.WriteAheadLogFuzz;
import io.pingdeck.history.state.PingStateFuzz;
import io.pingdeck.packet.AddressTextFuzz;
import io.pingdeck.packet.dns.DnsAnswerFuzz;
import io.pingdeck.packet.http.HttpResponseFuzz;
import io.pingdeck.packet.icmp.IcmpErrorFuzz;
import io.pingdeck.packet.icmp.IcmpMessageFuzz;
import io.pingdeck.packet.icmp.PacketFile;
import io.pingdeck.packet.text.BeatTextFuzz;
import io.pingdeck.packet.text.GreetingFuzz;
import io.pingdeck.packet.text.LabTextFuzz;
import io.pingdeck.pem.CertificateFuzz;
import io.pingdeck.ping.target.TargetFuzz;
import io.pingdeck.user.file.UsersFileFuzz;
import io.pingdeck.web.access.AccessFuzz;
import io.pingdeck.web.http.RequestHeadFuzz;
import io.pingdeck.web.live.LiveMessageFuzz;
import io.pingdeck.web.probe.ProbeParametersFuzz;
import io.pingdeck.web.rest.RestFuzz;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Every parser of bytes that others write, and what must hold for any of them. A target throws
/// [AssertionError] if it does not hold.
enum FuzzTarget {
  ICMP_ERROR(IcmpErrorFuzz::fuzzerTestOneInput, FuzzTarget::packets),
  ICMP_MESSAGE(IcmpMessageFuzz::fuzzerTestOneInput, FuzzTarget::packets),
  LAB_TEXT(LabTextFuzz::fuzzerTestOneInput),
  BEAT_TEXT(BeatTextFuzz::fuzzerTestOneInput),
  HTTP_RESPONSE(HttpResponseFuzz::fuzzerTestOneInput),
  DNS_ANSWER(DnsAnswerFuzz::fuzzerTestOneInput),
  GREETING(GreetingFuzz::fuzzerTestOneInput),
  ADDRESS_TEXT(AddressTextFuzz::fuzzerTestOneInput),
  TARGET(TargetFuzz::fuzzerTestOneInput),
  TEXTS(TextsFuzz::fuzzerTestOneInput),
  CONFIG(ConfigFuzz::fuzzerTestOneInput),
  REST(RestFuzz::fuzzerTestOneInput),
  ACCESS(AccessFuzz::fuzzerTestOneInput),
  REQUEST_HEAD(RequestHeadFuzz::fuzzerTestOneInput),
  PROBE_PARAMETERS(ProbeParametersFuzz::fuzzerTestOneInput),
  LIVE_MESSAGE(LiveMessageFuzz::fuzzerTestOneInput),
  USERS_FILE(UsersFileFuzz::fuzzerTestOneInput),
  CERTIFICATE(CertificateFuzz::fuzzerTestOneInput, CertificateFuzz::seeds),
  PING_STATE(PingStateFuzz::fuzzerTestOneInput),
  HEARTBEAT_STATE(HeartbeatStateFuzz::fuzzerTestOneInput),
  STATE_FILES(StateFilesFuzz::fuzzerTestOneInput, StateFilesFuzz::seeds),
  SAMPLE_BLOCK(SampleBlockFuzz::fuzzerTestOneInput, SampleBlockFuzz::seeds),
  DAY_ROWS(DayRowsFuzz::fuzzerTestOneInput, DayRowsFuzz::seeds),
  WRITE_AHEAD_LOG(WriteAheadLogFuzz::fuzzerTestOneInput, WriteAheadLogFuzz::seeds),
  EXPORT(ExportFuzz::fuzzerTestOneInput);

  private static final int REPLAYED = 5_000;

  /// They read files, verify signatures or try many parsers.
  private static final int REPLAYED_OF_SLOW = 200;

  private final Consumer<byte[]> input;
  private final Supplier<List<byte[]>> written;

  FuzzTarget(Consumer<byte[]> input) {
    this(input, List::of);
  }

  /// @param written seeds besides those in its file
  FuzzTarget(Consumer<byte[]> input, Supplier<List<byte[]>> written) {
    this.input = input;
    this.written = written;
  }

  void accept(byte[] bytes) {
    input.accept(bytes);
  }

  List<byte[]> written() {
    return written.get();
  }

  /// How many changed seeds a test run tries, of each kind.
  int replayed() {
    return switch (this) {
      case CONFIG, CERTIFICATE, REST, STATE_FILES, EXPORT -> REPLAYED_OF_SLOW;
      default -> REPLAYED;
    };
  }

  private static List<byte[]> packets() {
    return PacketFile.all().stream().map(PacketFile::bytes).toList();
  }
}
