package io.pingdeck.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.pingdeck.packet.IcmpMessage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Keeps from a raw socket, in the kernel, what is not an echo reply to it: a raw socket is offered
/// every ICMP message that this machine gets.
final class IcmpFilters {
  // linux/filter.h and linux/bpf_common.h: classic BPF
  private static final int LOAD_BYTE = 0x30; // A = packet[k]
  private static final int LOAD_HALF = 0x28; // A = packet[k..k+1]
  private static final int LOAD_BYTE_INDEXED = 0x50; // A = packet[X + k]
  private static final int LOAD_HALF_INDEXED = 0x48; // A = packet[X + k..]
  private static final int LOAD_HEADER_LENGTH = 0xb1; // X = 4 * (packet[k] & 0xf)
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;
  private static final int ALL = -1;
  private static final int ID_AT = 4;
  private static final int ICMP6_FILTER_WORDS = 8;
  private static final long INSTRUCTION = Layouts.SOCK_FILTER.byteSize();
  private static final long JT = Layouts.offset(Layouts.SOCK_FILTER, "jt");
  private static final long JF = Layouts.offset(Layouts.SOCK_FILTER, "jf");
  private static final long K = Layouts.offset(Layouts.SOCK_FILTER, "k");
  private static final long FILTER = Layouts.offset(Layouts.SOCK_FPROG, "filter");

  private IcmpFilters() {}

  /// Lets only echo replies with this identifier into the socket.
  static void attach(SocketFile socket, int icmpId) throws SocketFile.Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program =
          socket.isIpv6() ? ipv6Program(arena, icmpId) : ipv4Program(arena, icmpId);
      MemorySegment header = arena.allocate(Layouts.SOCK_FPROG);
      header.set(JAVA_SHORT, 0, (short) (program.byteSize() / INSTRUCTION));
      header.set(ADDRESS, FILTER, program);
      socket.set("SO_ATTACH_FILTER", Linux.SOL_SOCKET, Linux.SO_ATTACH_FILTER, header);
      blockOtherTypes(socket, arena);
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
  private static MemorySegment ipv4Program(Arena arena, int icmpId) {
    MemorySegment program = arena.allocate(Layouts.SOCK_FILTER, 7);
    put(program, 0, LOAD_HEADER_LENGTH, 0, 0, 0);
    put(program, 1, LOAD_BYTE_INDEXED, 0, 0, 0);
    put(program, 2, JUMP_IF_EQUAL, 0, 3, IcmpMessage.ECHO_REPLY);
    put(program, 3, LOAD_HALF_INDEXED, 0, 0, ID_AT);
    put(program, 4, JUMP_IF_EQUAL, 0, 1, icmpId);
    put(program, 5, RETURN, 0, 0, ALL);
    put(program, 6, RETURN, 0, 0, 0);
    return program;
  }

  /// The packet starts with its ICMPv6 header.
  private static MemorySegment ipv6Program(Arena arena, int icmpId) {
    MemorySegment program = arena.allocate(Layouts.SOCK_FILTER, 6);
    put(program, 0, LOAD_BYTE, 0, 0, 0);
    put(program, 1, JUMP_IF_EQUAL, 0, 3, IcmpMessage.V6_ECHO_REPLY);
    put(program, 2, LOAD_HALF, 0, 0, ID_AT);
    put(program, 3, JUMP_IF_EQUAL, 0, 1, icmpId);
    put(program, 4, RETURN, 0, 0, ALL);
    put(program, 5, RETURN, 0, 0, 0);
    return program;
  }

  private static void put(MemorySegment program, int i, int code, int jt, int jf, int k) {
    program.set(JAVA_SHORT, i * INSTRUCTION, (short) code);
    program.set(JAVA_BYTE, i * INSTRUCTION + JT, (byte) jt);
    program.set(JAVA_BYTE, i * INSTRUCTION + JF, (byte) jf);
    program.set(JAVA_INT, i * INSTRUCTION + K, k);
  }
}
