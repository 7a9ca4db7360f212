package io.pingdeck.ping.sender;

import java.util.function.Consumer;
import java.util.function.Predicate;

/// Maps the tokens of pending probes to values: a hash table with open addressing, which needs no
/// entry objects. The low bits of a token are its hash, because tokens are encrypted and therefore
/// practically random. Confined to one thread.
///
/// Invariant: no slot between a token's preferred slot and its actual one is free.
public final class TokenTable<T> {
  private long[] tokens = new long[16];
  private Object[] values = new Object[16]; // null if the slot is free
  private int size;

  public int size() {
    return size;
  }

  /// @param token not yet in the table
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

  /// @return the removed value; null if there is none
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

  /// Removes values that match the filter. The filter may see a value twice.
  public void removeIf(Predicate<? super T> filter) {
    for (int i = 0; i < tokens.length; ) {
      if (values[i] != null && filter.test(at(i))) {
        removeAt(i); // another value may have moved here
      } else {
        i++;
      }
    }
  }

  @SuppressWarnings("unchecked") // put() accepts only T
  private T at(int place) {
    return (T) values[place];
  }

  /// The slot of the token, or the free slot where it belongs.
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

  /// Moves later entries back, but not before their preferred slots.
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
