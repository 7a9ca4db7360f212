package io.pingdeck.probe;

import io.pingdeck.packet.Endpoint;

/// Finds the [AddressGroup] of an address and port by primitives: a hash table with chains through
/// the groups themselves. A link-local address's scope does not tell groups apart, because a reply
/// does not always carry it.
final class AddressIndex {
  private AddressGroup[] buckets = new AddressGroup[64];
  private int size;

  /// @return null if no ping goes there
  AddressGroup find(long high, long low, int port) {
    AddressGroup group = buckets[bucket(AddressGroup.hash(high, low, port))];
    while (group != null && !group.is(high, low, port)) {
      group = group.nextInBucket;
    }
    return group;
  }

  /// The group that a new ping belongs to. Probes that are never looked up by address stay out of
  /// the index, which keeps them from answers to UDP probes to the same address and port.
  AddressGroup join(PingSpec spec, Endpoint address) {
    return spec.target().protocol().isMatchedByAddress()
        ? findOrAdd(address)
        : new AddressGroup(address.high(), address.low(), address.port());
  }

  /// Forgets the group of a ping that has left it, if that was the last one there.
  void left(PingRun run) {
    if (run.group().isEmpty() && run.spec().target().protocol().isMatchedByAddress()) {
      remove(run.group());
    }
  }

  AddressGroup findOrAdd(Endpoint address) {
    AddressGroup found = find(address.high(), address.low(), address.port());
    if (found != null) {
      return found;
    }
    if (size == buckets.length) {
      grow();
    }
    AddressGroup added = new AddressGroup(address.high(), address.low(), address.port());
    link(added);
    size++;
    return added;
  }

  void remove(AddressGroup group) {
    int bucket = bucket(group.hash());
    if (buckets[bucket] == group) {
      buckets[bucket] = group.nextInBucket;
    } else {
      AddressGroup before = buckets[bucket];
      while (before.nextInBucket != group) {
        before = before.nextInBucket;
      }
      before.nextInBucket = group.nextInBucket;
    }
    size--;
  }

  private void link(AddressGroup group) {
    int bucket = bucket(group.hash());
    group.nextInBucket = buckets[bucket];
    buckets[bucket] = group;
  }

  private void grow() {
    AddressGroup[] old = buckets;
    buckets = new AddressGroup[2 * old.length];
    for (AddressGroup chain : old) {
      while (chain != null) {
        AddressGroup next = chain.nextInBucket;
        link(chain);
        chain = next;
      }
    }
  }

  private int bucket(int hash) {
    return hash & buckets.length - 1;
  }
}
