package io.pingdeck.ping.engine;

import io.pingdeck.packet.Endpoint;
import io.pingdeck.ping.api.PingSpec;
import io.pingdeck.ping.target.Protocol;
import java.util.function.Predicate;

/// Maps an address and port to its [AddressGroup] without boxing: a hash table whose chains link
/// the groups themselves. The key omits the scope of link-local addresses, because a reply does not
/// always carry it.
final class AddressIndex {
  /// Added to the port of DNS pings. Their answers arrive at a different socket than those of UDP
  /// pings to the same address and port, so they have separate groups.
  private static final int RESOLVER = 1 << 16;

  private AddressGroup[] buckets = new AddressGroup[64];
  private int size;

  /// @return null if no ping sends there
  AddressGroup find(long high, long low, int port) {
    AddressGroup group = buckets[bucket(AddressGroup.hash(high, low, port))];
    while (group != null && !group.is(high, low, port)) {
      group = group.nextInBucket;
    }
    return group;
  }

  /// The only ping to this address, which gets the answers from there that carry no token. Null if
  /// there is none or more than one.
  PingRun only(long high, long low, int port) {
    AddressGroup group = find(high, low, port);
    return group == null ? null : group.only();
  }

  /// Like [#only(long, long, int)], for DNS pings; see [AddressGroup#onlyThatAsks(Predicate)].
  PingRun onlyThatAsks(long high, long low, int port, Predicate<PingSpec> asks) {
    AddressGroup group = find(high, low, port | RESOLVER);
    return group == null ? null : group.onlyThatAsks(asks);
  }

  /// Returns the group for a ping to this address. Groups of probes that are never matched by
  /// address are not indexed.
  AddressGroup join(PingSpec spec, Endpoint address) {
    return spec.target().hasDatagrams()
        ? findOrAdd(address, port(spec, address))
        : new AddressGroup(address.high(), address.low(), address.port());
  }

  /// Removes a leg and all older ones from their groups, and drops groups that become empty.
  ///
  /// @param newest null for none
  void leave(PingLeg newest) {
    for (PingLeg leg = newest; leg != null; leg = leg.older) {
      leg.group.remove(leg);
      if (leg.group.isEmpty() && leg.run.spec().target().hasDatagrams()) {
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
