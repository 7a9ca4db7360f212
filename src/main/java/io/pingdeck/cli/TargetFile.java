package io.pingdeck.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pingdeck.base.Fault;
import io.pingdeck.base.FaultException;
import io.pingdeck.ping.api.ListedPing;
import io.pingdeck.ping.api.PingLimits;
import io.pingdeck.ping.api.PingRequest;
import io.pingdeck.ping.api.ResolvedPing;
import io.pingdeck.ping.api.TargetList;
import io.pingdeck.ping.resolve.HostResolver;
import io.pingdeck.ping.sample.PingId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The targets in a file. An invalid line or an unresolvable name does not affect the others.
///
/// @param refused faults of the lines that are not pinged, with their line numbers
record TargetFile(List<ResolvedPing> pings, List<Fault> refused) {
  private static final String FIELD = "-f";
  private static final String STDIN = "-";

  /// @param file file name, or `-` for standard input
  /// @throws FaultException if the file cannot be read, contains no target or no valid target, or
  ///   if the common settings are invalid
  static TargetFile read(
      String file,
      PingRequest common,
      Supplier<PingId> ids,
      PingLimits limits,
      HostResolver hosts) {
    TargetList.Lines lines = TargetList.read(lines(file), common, ids);
    List<Fault> refused = new ArrayList<>(lines.faults());
    List<ResolvedPing> pings = new ArrayList<>();
    for (HostResolver.Looked looked : hosts.resolveAll(lines.pings())) {
      switch (looked) {
        case HostResolver.Looked.Refused(_, var refusal) -> refused.addAll(refusal.faults());
        case HostResolver.Looked.Found(ListedPing ping, var address) -> {
          List<Fault> faults = limits.check(ping.spec(), address.chosen());
          if (faults.isEmpty()) {
            pings.add(new ResolvedPing(ping.spec(), address));
          }
          faults.stream().map(ping::fault).forEach(refused::add);
        }
      }
    }
    if (pings.isEmpty()) {
      throw new FaultException(refused);
    }
    return new TargetFile(pings, refused);
  }

  private static List<String> lines(String file) {
    try {
      byte[] bytes =
          file.equals(STDIN) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
      ByteBuffer text = ByteBuffer.wrap(bytes);
      return charset(bytes).newDecoder().decode(text).toString().lines().toList();
    } catch (NoSuchFileException e) {
      throw new FaultException(FIELD, file + " does not exist");
    } catch (CharacterCodingException e) {
      throw new FaultException(FIELD, file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new FaultException(FIELD, "cannot read " + file + ": " + e.getMessage());
    }
  }

  /// UTF-8 unless a byte order mark indicates UTF-16, as written by some editors and shells of
  /// Windows.
  private static Charset charset(byte[] bytes) {
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    return mark == 0xfeff || mark == 0xfffe ? StandardCharsets.UTF_16 : UTF_8;
  }
}
