package io.pingdeck.packet.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Searches a byte stream for a text in UTF-8, without buffering. Uses the Knuth-Morris-Pratt
/// algorithm, so that the running time is linear for every input.
public final class KeywordSearch implements Consumer<ByteBuffer> {
  private final byte[] word;
  private final int[] fallback;
  private int matched;
  private boolean found;

  /// @param word must not be empty
  public KeywordSearch(String word) {
    this.word = word.getBytes(UTF_8);
    fallback = new int[this.word.length];
    for (int i = 1, k = 0; i < this.word.length; i++) {
      while (k > 0 && this.word[i] != this.word[k]) {
        k = fallback[k - 1];
      }
      k += this.word[i] == this.word[k] ? 1 : 0;
      fallback[i] = k;
    }
  }

  @Override
  public void accept(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit() && !found; i++) {
      byte b = bytes.get(i);
      while (matched > 0 && word[matched] != b) {
        matched = fallback[matched - 1];
      }
      matched += word[matched] == b ? 1 : 0;
      found = matched == word.length;
    }
  }

  /// Whether the text has been found so far.
  public boolean isFound() {
    return found;
  }
}
