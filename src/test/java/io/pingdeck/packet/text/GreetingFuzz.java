package io.pingdeck.packet.text;

import static io.pingdeck.fuzz.FuzzCheck.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What a server says first has one reading, however it arrives, and a text that is safe to show.
public final class GreetingFuzz {
  private GreetingFuzz() {}

  /// Entry point for the fuzzer.
  public static void fuzzerTestOneInput(byte[] input) {
    for (Greeting.Kind kind : Greeting.Kind.values()) {
      greet(input, kind);
    }
    reply(input);
    ByteBuffer bytes = ByteBuffer.wrap(input.clone());
    checkShown(BannerText.of(bytes, input.length));
    checkShown(BannerText.ofTelnet(bytes, input.length));
    require(bytes.equals(ByteBuffer.wrap(input)), "the bytes or their bounds were changed");
    search(input);
  }

  private static void greet(byte[] input, Greeting.Kind kind) {
    Greeting greeting = new Greeting(kind);
    int read = 0;
    while (read < input.length && !greeting.isComplete()) {
      require(greeting.code() == Greeting.NO_CODE, "a code before the end");
      greeting.add(input[read++]);
    }
    boolean complete = greeting.isComplete() || greeting.end();
    require(complete == greeting.isComplete(), "complete at its end, and not");
    require(greeting.code() >= Greeting.NO_CODE && greeting.code() <= 999, "no such code");
    require(complete || greeting.code() == Greeting.NO_CODE, "a code of half a greeting");
  }

  private static void reply(byte[] input) {
    SmtpReply whole = new SmtpReply();
    ByteBuffer bytes = ByteBuffer.wrap(input);
    SmtpReply.State state = whole.read(bytes);
    SmtpReply inPieces = new SmtpReply();
    for (int i = 0; i < input.length; i += 3) {
      inPieces.read(ByteBuffer.wrap(input, i, Math.min(3, input.length - i)));
    }
    require(inPieces.read(ByteBuffer.allocate(0)) == state, "another state in pieces");
    require(inPieces.code() == whole.code(), "another code in pieces");
    require(inPieces.text().equals(whole.text()), "another text in pieces");
    require(whole.code() >= -1 && whole.code() <= 999, "no such code");
    require(state != SmtpReply.State.WHOLE || whole.code() >= 0, "a reply without a code");
    require(bytes.position() <= SmtpReply.MAX_BYTES, "more than the bound was read");
    checkShown(whole.text());
  }

  private static void checkShown(String text) {
    require(text.length() <= BannerText.MAX + 1, "not cut");
    require(text.chars().allMatch(c -> c >= ' ' && c <= '~' || c == '…'), "not to be shown");
  }

  /// Of few letters, so that beginnings of the word repeat.
  private static void search(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] letters = new byte[input.length];
    for (int i = 0; i < input.length; i++) {
      letters[i] = (byte) ('a' + (input[i] & 1));
    }
    int length = Math.min(letters.length, 1 + (input[0] & 7));
    String word = new String(letters, 0, length, ISO_8859_1);
    byte[] rest = Arrays.copyOfRange(letters, length, letters.length);
    KeywordSearch search = new KeywordSearch(word);
    int middle = rest.length / 2;
    search.accept(ByteBuffer.wrap(rest, 0, middle));
    search.accept(ByteBuffer.wrap(rest, middle, rest.length - middle));
    require(search.isFound() == new String(rest, ISO_8859_1).contains(word), "another finding");
  }
}
