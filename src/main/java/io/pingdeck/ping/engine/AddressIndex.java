package io.pingdeck.ping.engine;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.target.Protocol;
import java.util.function.Predicate;

/// Finds the [AddressGroup] of an address and port by primitives: a hash table with chains through
/// the groups themselves. A link-local address's scope does not tell groups apart, because a reply
/// does not always carry it.
final class AddressIndex {
  /// Added to a port. Answers to DNS pings arrive at another socket than those to UDP pings to the
  /// same address and port, and have groups of their own.
  private static final int RESOLVER = 1 << 16;

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

  /// The only ping to this address, which an answer from there without a token is laid to; null if
  /// there are none or several.
  PingRun only(long high, long low, int port) {
    AddressGroup group = find(high, low, port);
    return group == null ? null : group.only();
  }

  /// The same of DNS pings; see [AddressGroup#onlyThatAsks(Predicate)].
  PingRun onlyThatAsks(long high, long low, int port, Predicate<PingSpec> asks) {
    AddressGroup group = find(high, low, port | RESOLVER);
    return group == null ? null : group.onlyThatAsks(asks);
  }

  /// The group that a ping to this address belongs to. Probes that are never looked up by address
  /// stay out of the index.
  AddressGroup join(PingSpec spec, Endpoint address) {
    return spec.target().isMatchedByAddress()
        ? findOrAdd(address, port(spec, address))
        : new AddressGroup(address.high(), address.low(), address.port());
  }

  /// Takes a leg and those before it out of their groups, and forgets each group that is empty.
  ///
  /// @param newest null for none
  void leave(PingLeg newest) {
    for (PingLeg leg = newest; leg != null; leg = leg.older) {
      leg.group.remove(leg);
      if (leg.group.isEmpty() && leg.run.spec().target().isMatchedByAddress()) {
        remove(leg.group);
      }
    }
  }

  private static int port(PingSpec spec, Endpoint address) {
    boolean dns = spec.target().protocol() == Protocol.DNS;
    return dns ? address.port() | RESOLVER : address.port();
  }

  AddressGroup findOrAdd(Endpoint address) {
    return findOrAdd(address, address.port());
  }

  private AddressGroup findOrAdd(Endpoint address, int port) {
    AddressGroup found = find(address.high(), address.low(), port);
    if (found != null) {
      return found;
    }
    if (size == buckets.length) {
      grow();
    }
    AddressGroup added = new AddressGroup(address.high(), address.low(), port);
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
