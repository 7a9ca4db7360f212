package io.pingdeck.ping.datagram;

import io.pingdeck.packet.text.LabText;
import io.pingdeck.packet.text.LabTextParser;
import io.pingdeck.packet.text.LabTextWriter;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.sample.Response;
import io.pingdeck.ping.sender.AnswerTexts;
import java.nio.ByteBuffer;

/// Probes as lines of text, see [LabText].
final class LabTextFormat implements ProbeFormat {
  /// The start of an answer suffices to match it, and small slots stay in the cache.
  private static final int ANSWER_BYTES = 256;

  private final AnswerTexts texts;
  private final LabTextWriter writer = new LabTextWriter();
  private final LabTextParser parser = new LabTextParser();

  private ByteBuffer answered;
  private int answeredBytes;

  LabTextFormat(AnswerTexts texts) {
    this.texts = texts;
  }

  @Override
  public int headerBytes() {
    return 0;
  }

  @Override
  public int answerBytes(int probeBytes) {
    return ANSWER_BYTES;
  }

  @Override
  public int write(ByteBuffer message, PingSpec spec, long sequence, long epochMillis, long token) {
    writer.write(message, spec.payloadBytes(), sequence, epochMillis, token);
    return spec.payloadBytes();
  }

  @Override
  public Trace readAnswer(ByteBuffer message, int length) {
    answered = message;
    answeredBytes = Math.min(length, message.capacity());
    return switch (parser.parse(message, answeredBytes)) {
      case TAGGED -> Trace.TOKEN;
      case UNTAGGED -> Trace.SEQUENCE;
      case DAMAGED, FOREIGN -> Trace.NOTHING;
    };
  }

  /// A sequence number alone is not trusted here, because the quote may end within its digits.
  @Override
  public Trace readQuote(ByteBuffer quoted) {
    boolean tagged = parser.parse(quoted, quoted.limit()) == LabText.Kind.TAGGED;
    return tagged ? Trace.TOKEN : Trace.NOTHING;
  }

  @Override
  public Response answer(PingSpec spec) {
    return texts.read(spec, answered, answeredBytes);
  }

  @Override
  public long token() {
    return parser.token();
  }

  @Override
  public long sequence() {
    return parser.sequence();
  }
}
