package io.pingdeck.echo.impairment;

import io.pingdeck.net.DatagramBatch;
import java.util.PriorityQueue;

/// Delayed replies, ordered by due time and then by arrival. Bounded in number and bytes, because a
/// requested delay makes this process buffer what others send.
public final class DelayQueue {
  static final int MAX_ANSWERS = 16_384;
  static final long MAX_BYTES = 64L << 20;

  /// The tag of a slot that holds a duplicate of another reply.
  public static final long COPY = 1;

  private final PriorityQueue<Answer> answers = new PriorityQueue<>();
  private long bytes;
  private long added;

  /// A complete copy of a reply, independent of its slot.
  public static final class Answer implements Comparable<Answer> {
    final boolean isCopy;
    final byte[] payload;
    private final long order;
    private final long high;
    private final long low;
    private final int port;
    private final int scope;
    private final long localHigh;
    private final long localLow;
    private long dueNanos;

    private Answer(DatagramBatch batch, int slot, long dueNanos, boolean isCopy, long order) {
      this.dueNanos = dueNanos;
      this.isCopy = isCopy;
      this.order = order;
      payload = new byte[batch.length(slot)];
      batch.payload(slot).get(0, payload);
      high = batch.addressHigh(slot);
      low = batch.addressLow(slot);
      port = batch.port(slot);
      scope = batch.scope(slot);
      localHigh = batch.localHigh(slot);
      localLow = batch.localLow(slot);
    }

    private void write(DatagramBatch batch, int slot) {
      batch.payload(slot).put(0, payload);
      batch.length(slot, payload.length);
      batch.address(slot, high, low, port, scope);
      batch.local(slot, localHigh, localLow);
      batch.hopLimit(slot, 0);
      batch.trafficClass(slot, 0);
      batch.tag(slot, isCopy ? COPY : 0);
    }

    @Override
    public int compareTo(Answer other) {
      long difference = dueNanos - other.dueNanos;
      return difference != 0 ? Long.signum(difference) : Long.compare(order, other.order);
    }
  }

  public boolean hasRoom(int length) {
    return answers.size() < MAX_ANSWERS && bytes + length <= MAX_BYTES;
  }

  /// Adds the reply in a slot. Requires room for it.
  ///
  /// @param isCopy whether it duplicates another reply
  public Answer add(DatagramBatch batch, int slot, long dueNanos, boolean isCopy) {
    Answer answer = new Answer(batch, slot, dueNanos, isCopy, added++);
    answers.add(answer);
    bytes += answer.payload.length;
    return answer;
  }

  /// Changes the due time of a reply, if it is still waiting.
  public void move(Answer answer, long dueNanos) {
    if (answers.remove(answer)) {
      answer.dueNanos = dueNanos;
      answers.add(answer);
    }
  }

  /// Nanoseconds until the next reply is due; [Long#MAX_VALUE] if none is waiting.
  public long nanosUntilNext(long now) {
    Answer next = answers.peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.dueNanos - now);
  }

  /// Moves due replies into a batch, from slot 0, until it is full. The slot of a duplicate has the
  /// tag [#COPY]; the others have 0.
  public void take(DatagramBatch batch, long now) {
    batch.clear();
    while (!batch.isFull() && !answers.isEmpty() && answers.peek().dueNanos - now <= 0) {
      Answer answer = answers.poll();
      bytes -= answer.payload.length;
      batch.size(batch.size() + 1);
      answer.write(batch, batch.size() - 1);
    }
  }
}
