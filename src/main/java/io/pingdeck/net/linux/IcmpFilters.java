package io.pingdeck.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.pingdeck.net.kernel.BpfProgram;
import io.pingdeck.net.kernel.Linux;
import io.pingdeck.net.kernel.SocketFd;
import io.pingdeck.packet.icmp.IcmpErrorMessage;
import io.pingdeck.packet.icmp.IcmpMessage;
import io.pingdeck.packet.icmp.QuotedDatagram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Kernel filters for raw sockets. Without one, a raw socket receives every ICMP message that
/// reaches this machine.
final class IcmpFilters {
  private static final int ID_AT = 4;
  private static final int ICMP6_FILTER_WORDS = 8;
  private static final int ICMP_BYTES = 8;
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int QUOTED_BYTES = 8; // the minimum quoted after the IP header

  private IcmpFilters() {}

  /// Passes only echo replies with this identifier.
  static void attach(SocketFd socket, int icmpId) throws SocketFd.Refused {
    try (Arena arena = Arena.ofConfined()) {
      (socket.isIpv6() ? ipv6Program(arena, icmpId) : ipv4Program(arena, icmpId)).attach(socket);
      blockOtherTypes(socket, arena);
    }
  }

  /// Passes only ICMP errors that no other socket receives: those that quote too little, no IP
  /// datagram, or TCP. TCP sockets receive errors only during the handshake. Errors that quote UDP
  /// or ICMP are in the error queue of the socket that sent the datagram.
  static void passUnclaimedErrors(SocketFd socket) throws SocketFd.Refused {
    try (Arena arena = Arena.ofConfined()) {
      if (socket.isIpv6()) {
        ipv6Unclaimed(arena).attach(socket);
        MemorySegment types = arena.allocate(JAVA_INT, ICMP6_FILTER_WORDS).fill((byte) -1);
        types.setAtIndex(JAVA_INT, 0, ~(1 << 1 | 1 << 2 | 1 << 3 | 1 << 4));
        socket.set("ICMP6_FILTER", Linux.SOL_ICMPV6, Linux.ICMP6_FILTER, types);
      } else {
        ipv4Unclaimed(arena).attach(socket);
        int others =
            ~(1 << IcmpErrorMessage.DESTINATION_UNREACHABLE
                | 1 << IcmpErrorMessage.TIME_EXCEEDED
                | 1 << IcmpErrorMessage.PARAMETER_PROBLEM);
        socket.set("ICMP_FILTER", Linux.SOL_RAW, Linux.ICMP_FILTER, others);
      }
    }
  }

  private static BpfProgram ipv4Unclaimed(Arena arena) {
    return new BpfProgram(arena)
        .add(BpfProgram.LOAD_HEADER_LENGTH, 0)
        .add(BpfProgram.LOAD_LENGTH, 0)
        .add(BpfProgram.SUBTRACT_INDEX, 0)
        .jump(BpfProgram.JUMP_IF_GREATER, ICMP_BYTES + IPV4_BYTES + QUOTED_BYTES - 1, 0, 5)
        .add(BpfProgram.LOAD_BYTE_INDEXED, ICMP_BYTES)
        .jump(BpfProgram.JUMP_IF_EQUAL, 0x45, 0, 3) // a quote with IP options is parsed here
        .add(BpfProgram.LOAD_BYTE_INDEXED, ICMP_BYTES + 9)
        .jump(BpfProgram.JUMP_IF_EQUAL, QuotedDatagram.UDP, 2, 0)
        .jump(BpfProgram.JUMP_IF_EQUAL, QuotedDatagram.ICMP, 1, 0)
        .add(BpfProgram.RETURN, BpfProgram.ALL)
        .add(BpfProgram.RETURN, 0);
  }

  private static BpfProgram ipv6Unclaimed(Arena arena) {
    return new BpfProgram(arena)
        .add(BpfProgram.LOAD_LENGTH, 0)
        .jump(BpfProgram.JUMP_IF_GREATER, ICMP_BYTES + IPV6_BYTES + QUOTED_BYTES - 1, 0, 6)
        .add(BpfProgram.LOAD_BYTE, ICMP_BYTES)
        .add(BpfProgram.AND, 0xf0)
        .jump(BpfProgram.JUMP_IF_EQUAL, 0x60, 0, 3)
        .add(BpfProgram.LOAD_BYTE, ICMP_BYTES + 6)
        .jump(BpfProgram.JUMP_IF_EQUAL, QuotedDatagram.UDP, 2, 0)
        .jump(BpfProgram.JUMP_IF_EQUAL, QuotedDatagram.ICMPV6, 1, 0)
        .add(BpfProgram.RETURN, BpfProgram.ALL)
        .add(BpfProgram.RETURN, 0);
  }

  /// Blocks everything, for a send-only socket.
  static void blockAll(SocketFd socket) throws SocketFd.Refused {
    try (Arena arena = Arena.ofConfined()) {
      new BpfProgram(arena).add(BpfProgram.RETURN, 0).attach(socket);
    }
  }

  /// Filters by type alone, before the kernel copies the packet for this socket. A set bit blocks
  /// its type.
  private static void blockOtherTypes(SocketFd socket, Arena arena) throws SocketFd.Refused {
    if (socket.isIpv6()) {
      MemorySegment types = arena.allocate(JAVA_INT, ICMP6_FILTER_WORDS).fill((byte) -1);
      int word = IcmpMessage.V6_ECHO_REPLY / Integer.SIZE;
      types.setAtIndex(JAVA_INT, word, ~(1 << IcmpMessage.V6_ECHO_REPLY % Integer.SIZE));
      socket.set("ICMP6_FILTER", Linux.SOL_ICMPV6, Linux.ICMP6_FILTER, types);
    } else {
      socket.set("ICMP_FILTER", Linux.SOL_RAW, Linux.ICMP_FILTER, ~(1 << IcmpMessage.ECHO_REPLY));
    }
  }

  /// The filter for IPv4: the packet starts with the IPv4 header.
  private static BpfProgram ipv4Program(Arena arena, int icmpId) {
    return new BpfProgram(arena)
        .add(BpfProgram.LOAD_HEADER_LENGTH, 0)
        .add(BpfProgram.LOAD_BYTE_INDEXED, 0)
        .jump(BpfProgram.JUMP_IF_EQUAL, IcmpMessage.ECHO_REPLY, 0, 3)
        .add(BpfProgram.LOAD_HALF_INDEXED, ID_AT)
        .jump(BpfProgram.JUMP_IF_EQUAL, icmpId, 0, 1)
        .add(BpfProgram.RETURN, BpfProgram.ALL)
        .add(BpfProgram.RETURN, 0);
  }

  /// The filter for IPv6: the packet starts with the ICMPv6 header.
  private static BpfProgram ipv6Program(Arena arena, int icmpId) {
    return new BpfProgram(arena)
        .add(BpfProgram.LOAD_BYTE, 0)
        .jump(BpfProgram.JUMP_IF_EQUAL, IcmpMessage.V6_ECHO_REPLY, 0, 3)
        .add(BpfProgram.LOAD_HALF, ID_AT)
        .jump(BpfProgram.JUMP_IF_EQUAL, icmpId, 0, 1)
        .add(BpfProgram.RETURN, BpfProgram.ALL)
        .add(BpfProgram.RETURN, 0);
  }
}
