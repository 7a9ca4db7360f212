package io.pingdeck.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.pingdeck.packet.IcmpMessage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Keeps from a raw socket, in the kernel, what is not an echo reply to it: a raw socket is offered
/// every ICMP message that this machine gets.
final class IcmpFilters {
  private static final int ID_AT = 4;
  private static final int ICMP6_FILTER_WORDS = 8;

  private IcmpFilters() {}

  /// Lets only echo replies with this identifier into the socket.
  static void attach(SocketFile socket, int icmpId) throws SocketFile.Refused {
    try (Arena arena = Arena.ofConfined()) {
      (socket.isIpv6() ? ipv6Program(arena, icmpId) : ipv4Program(arena, icmpId)).attach(socket);
      blockOtherTypes(socket, arena);
    }
  }

  /// Lets nothing into a socket that only sends.
  static void blockAll(SocketFile socket) throws SocketFile.Refused {
    try (Arena arena = Arena.ofConfined()) {
      new BpfProgram(arena).add(BpfProgram.RETURN, 0).attach(socket);
    }
  }

  /// By type alone, before the packet is even copied for this socket. A set bit blocks its type.
  private static void blockOtherTypes(SocketFile socket, Arena arena) throws SocketFile.Refused {
    if (socket.isIpv6()) {
      MemorySegment types = arena.allocate(JAVA_INT, ICMP6_FILTER_WORDS).fill((byte) -1);
      int word = IcmpMessage.V6_ECHO_REPLY / Integer.SIZE;
      types.setAtIndex(JAVA_INT, word, ~(1 << IcmpMessage.V6_ECHO_REPLY % Integer.SIZE));
      socket.set("ICMP6_FILTER", Linux.SOL_ICMPV6, Linux.ICMP6_FILTER, types);
    } else {
      socket.set("ICMP_FILTER", Linux.SOL_RAW, Linux.ICMP_FILTER, ~(1 << IcmpMessage.ECHO_REPLY));
    }
  }

  /// The packet starts with its IPv4 header.
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

  /// The packet starts with its ICMPv6 header.
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
