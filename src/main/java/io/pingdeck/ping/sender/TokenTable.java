package io.pingdeck.ping.sender;

import java.util.function.Consumer;
import java.util.function.Predicate;

/// What belongs to the probes that are out, by token: a hash table with open addressing, so that a
/// probe costs no object here. Tokens are as good as random (they are enciphered), so that their
/// low bits are the hash. One thread uses an instance.
///
/// Invariant: between a token's own place and where it stands no place is free.
public final class TokenTable<T> {
  private long[] tokens = new long[16];
  private Object[] values = new Object[16]; // null where the place is free
  private int size;

  public int size() {
    return size;
  }

  /// @param token not in the table yet
  public void put(long token, T value) {
    if (2 * (size + 1) > tokens.length) {
      grow();
    }
    int place = find(token);
    tokens[place] = token;
    values[place] = value;
    size++;
  }

  /// @return null if there is none
  public T get(long token) {
    return at(find(token));
  }

  /// @return what was removed; null if there is none
  public T remove(long token) {
    int place = find(token);
    T removed = at(place);
    if (removed != null) {
      removeAt(place);
    }
    return removed;
  }

  public void forEach(Consumer<? super T> action) {
    for (int i = 0; i < tokens.length; i++) {
      if (values[i] != null) {
        action.accept(at(i));
      }
    }
  }

  /// Removes what the filter accepts, which may be asked twice of the same.
  public void removeIf(Predicate<? super T> filter) {
    for (int i = 0; i < tokens.length; ) {
      if (values[i] != null && filter.test(at(i))) {
        removeAt(i); // another one may have come in its place
      } else {
        i++;
      }
    }
  }

  @SuppressWarnings("unchecked") // put() takes nothing else
  private T at(int place) {
    return (T) values[place];
  }

  /// Where the token stands, or the free place where it would.
  private int find(long token) {
    int place = own(token);
    while (values[place] != null && tokens[place] != token) {
      place = next(place);
    }
    return place;
  }

  private int own(long token) {
    return (int) token & tokens.length - 1;
  }

  private int next(int place) {
    return place + 1 & tokens.length - 1;
  }

  /// Moves those behind it up, unless they would come before their own place.
  private void removeAt(int place) {
    int free = place;
    for (int i = next(free); values[i] != null; i = next(i)) {
      int mask = tokens.length - 1;
      if ((i - own(tokens[i]) & mask) >= (i - free & mask)) {
        tokens[free] = tokens[i];
        values[free] = values[i];
        free = i;
      }
    }
    values[free] = null;
    size--;
  }

  private void grow() {
    long[] oldTokens = tokens;
    Object[] oldValues = values;
    tokens = new long[2 * oldTokens.length];
    values = new Object[2 * oldTokens.length];
    for (int i = 0; i < oldTokens.length; i++) {
      if (oldValues[i] != null) {
        int place = find(oldTokens[i]);
        tokens[place] = oldTokens[i];
        values[place] = oldValues[i];
      }
    }
  }
}
