package io.pingdeck.packet.text;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// Every byte string is either a beat or rejected. A beat keeps its meaning when it is formatted
/// and parsed again.
public final class BeatTextFuzz {
  private static final BeatKey KEY = new BeatKey("a secret".repeat(4).getBytes(US_ASCII));
  private static final long NANOS_PER_MICRO = 1_000;

  private BeatTextFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    ByteBuffer bytes = ByteBuffer.wrap(input.clone());
    switch (BeatText.parse(bytes, input.length)) {
      case BeatReading.Plain(Beat beat) -> rewrite(beat);
      case BeatReading.Signed signed -> {
        require(!signed.isSignedWith(KEY), "the key was guessed");
        rewrite(signed.beat());
      }
      case BeatReading.Rejected _ -> {}
    }
    require(bytes.equals(ByteBuffer.wrap(input)), "the bytes or their bounds were changed");
    cut(input);
  }

  /// A truncated datagram, in a buffer that is larger than its limit.
  private static void cut(byte[] input) {
    ByteBuffer bytes = ByteBuffer.allocate(input.length + 2).put(input).flip();
    require(
        BeatText.parse(bytes, input.length + 1)
            .equals(new BeatReading.Rejected(BeatFault.TOO_LONG)),
        "a beat that was cut is read");
  }

  private static void rewrite(Beat beat) {
    OptionalLong time = beat.sentEpochNanos();
    Beat written =
        new Beat(beat.goodbye(), beat.sequence(), wholeMicros(time), beat.name(), beat.epoch());
    byte[] plain = BeatText.format(beat);
    require(
        BeatText.parse(ByteBuffer.wrap(plain), plain.length).equals(new BeatReading.Plain(written)),
        "another beat is read than was written");
    byte[] line = BeatText.format(beat, KEY);
    require(
        BeatText.parse(ByteBuffer.wrap(line), line.length) instanceof BeatReading.Signed signed
            && signed.isSignedWith(KEY)
            && signed.beat().equals(written),
        "another signed beat is read than was written");
  }

  private static OptionalLong wholeMicros(OptionalLong nanos) {
    return nanos.stream().map(time -> time - time % NANOS_PER_MICRO).findFirst();
  }
}
