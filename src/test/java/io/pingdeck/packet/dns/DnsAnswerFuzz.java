package io.pingdeck.packet.dns;

import static io.pingdeck.fuzz.FuzzCheck.require;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Every byte string is an answer to a question, its query, or neither. No answer has more
/// addresses than bytes for them.
public final class DnsAnswerFuzz {
  private static final List<DnsQuestion> QUESTIONS =
      List.of(
          DnsQuestion.of("example.org", DnsType.A),
          DnsQuestion.of("example.org", DnsType.AAAA),
          DnsQuestion.of(".", DnsType.NS));
  private static final int LEAST_RECORD = 1 + 10 + 4;
  private static final int ANSWER = 0x8180;
  private static final int FEW = 0xf;

  private DnsAnswerFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    for (DnsQuestion question : QUESTIONS) {
      byte[] asked = DnsMessage.question(question);
      check(input, question, asked);
      // A fuzzer does not guess the question; adding it lets it reach the records behind it.
      check(answering(input, asked), question, asked);
    }
  }

  private static byte[] answering(byte[] input, byte[] asked) {
    int answers = input.length == 0 ? 0 : input[0] & FEW;
    return ByteBuffer.allocate(DnsMessage.HEADER_BYTES + asked.length + input.length)
        .putShort((short) 1)
        .putShort((short) ANSWER)
        .putShort((short) 1)
        .putShort((short) answers)
        .putInt(0)
        .put(asked)
        .put(input, Math.min(1, input.length), input.length - Math.min(1, input.length))
        .array();
  }

  private static void check(byte[] input, DnsQuestion question, byte[] asked) {
    ByteBuffer message = ByteBuffer.wrap(input.clone());
    boolean isQuery = DnsMessage.isQuery(message, input.length, asked);
    boolean repeats = DnsMessage.repeats(message, input.length, asked);
    if (DnsMessage.isAnswer(message, input.length, asked)) {
      require(!isQuery, "answer and query");
      require(repeats || DnsMessage.rcode(message) != 0, "an answer to no question");
      boolean whole = DnsMessage.hasItsRecords(message, input.length, input.length);
      int between = (DnsMessage.HEADER_BYTES + input.length) / 2;
      for (int kept : new int[] {DnsMessage.HEADER_BYTES, between, input.length}) {
        require(
            !whole || DnsMessage.hasItsRecords(message, kept, input.length),
            "records that are there are not, once fewer bytes are kept");
      }
      checkRecords(input, question);
    }
    require(message.equals(ByteBuffer.wrap(input)), "the bytes or their bounds were changed");
  }

  private static void checkRecords(byte[] input, DnsQuestion question) {
    Optional<DnsRecords> records = DnsRecords.read(ByteBuffer.wrap(input), input.length, question);
    records.ifPresent(read -> {
      int addresses = read.addresses().size();
      require(addresses * LEAST_RECORD <= input.length, "more addresses than bytes");
      require(read.ttlSeconds() >= 0 && read.ttlSeconds() <= Integer.MAX_VALUE, "no such TTL");
      require(addresses > 0 || read.ttlSeconds() == 0, "a TTL of nothing");
      require(
          question.type() != DnsType.A
              || read.addresses().stream().allMatch(Inet4Address.class::isInstance),
          "of the other family");
    });
    byte[] longer = Arrays.copyOf(input, input.length + 20);
    Arrays.fill(longer, input.length, longer.length, (byte) 0xc0);
    require(
        records.equals(DnsRecords.read(ByteBuffer.wrap(longer), input.length, question)),
        "it depends on what is behind");
  }
}
