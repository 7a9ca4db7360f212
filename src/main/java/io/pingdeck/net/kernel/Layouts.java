package io.pingdeck.net.kernel;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Kernel structures on 64-bit little-endian Linux. All but `epoll_event` are the same on x86_64
/// and aarch64.
public final class Layouts {
  static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
  // A 16-byte address in a control message is not always 8-byte aligned.
  static final ValueLayout.OfLong NETWORK_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  // struct iovec { void *iov_base; size_t iov_len; };
  static final StructLayout IOVEC =
      structLayout(ADDRESS.withName("iov_base"), JAVA_LONG.withName("iov_len"));

  // struct msghdr {
  //   void *msg_name; socklen_t msg_namelen;
  //   struct iovec *msg_iov; size_t msg_iovlen;
  //   void *msg_control; size_t msg_controllen;
  //   int msg_flags;
  // };
  // struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
  static final StructLayout MMSGHDR =
      structLayout(
          ADDRESS.withName("msg_name"),
          JAVA_INT.withName("msg_namelen"),
          paddingLayout(4),
          ADDRESS.withName("msg_iov"),
          JAVA_LONG.withName("msg_iovlen"),
          ADDRESS.withName("msg_control"),
          JAVA_LONG.withName("msg_controllen"),
          JAVA_INT.withName("msg_flags"),
          paddingLayout(4),
          JAVA_INT.withName("msg_len"),
          paddingLayout(4));

  // struct cmsghdr { size_t cmsg_len; int cmsg_level; int cmsg_type; }; data follows, 8-aligned
  static final StructLayout CMSGHDR =
      structLayout(
          JAVA_LONG.withName("cmsg_len"),
          JAVA_INT.withName("cmsg_level"),
          JAVA_INT.withName("cmsg_type"));

  // struct sockaddr_in {
  //   sa_family_t sin_family; in_port_t sin_port; struct in_addr sin_addr; char sin_zero[8];
  // };
  static final StructLayout SOCKADDR_IN =
      structLayout(
          JAVA_SHORT.withName("sin_family"),
          NETWORK_SHORT.withName("sin_port"),
          NETWORK_INT.withName("sin_addr"),
          sequenceLayout(8, JAVA_BYTE).withName("sin_zero"));

  // struct sockaddr_in6 {
  //   sa_family_t sin6_family; in_port_t sin6_port; uint32_t sin6_flowinfo;
  //   struct in6_addr sin6_addr; uint32_t sin6_scope_id;
  // };
  public static final StructLayout SOCKADDR_IN6 =
      structLayout(
          JAVA_SHORT.withName("sin6_family"),
          NETWORK_SHORT.withName("sin6_port"),
          JAVA_INT.withName("sin6_flowinfo"),
          sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"),
          JAVA_INT.withName("sin6_scope_id"));

  // struct in_pktinfo { int ipi_ifindex; struct in_addr ipi_spec_dst; struct in_addr ipi_addr; };
  static final StructLayout IN_PKTINFO =
      structLayout(
          JAVA_INT.withName("ipi_ifindex"),
          NETWORK_INT.withName("ipi_spec_dst"),
          NETWORK_INT.withName("ipi_addr"));

  // struct in6_pktinfo { struct in6_addr ipi6_addr; unsigned int ipi6_ifindex; };
  static final StructLayout IN6_PKTINFO =
      structLayout(
          sequenceLayout(16, JAVA_BYTE).withName("ipi6_addr"), JAVA_INT.withName("ipi6_ifindex"));

  // struct sock_extended_err {
  //   uint32_t ee_errno; uint8_t ee_origin, ee_type, ee_code, ee_pad;
  //   uint32_t ee_info; uint32_t ee_data;
  // }; followed by the offender's sockaddr
  static final StructLayout SOCK_EXTENDED_ERR =
      structLayout(
          JAVA_INT.withName("ee_errno"),
          JAVA_BYTE.withName("ee_origin"),
          JAVA_BYTE.withName("ee_type"),
          JAVA_BYTE.withName("ee_code"),
          paddingLayout(1),
          JAVA_INT.withName("ee_info"),
          JAVA_INT.withName("ee_data"));

  // struct tcp_info, first part:
  //   eight bytes of state and options; fifteen words from tcpi_rto to tcpi_rcv_ssthresh;
  //   __u32 tcpi_rtt, in microseconds; seven words; __u32 tcpi_total_retrans;
  public static final StructLayout TCP_INFO =
      structLayout(
          sequenceLayout(8, JAVA_BYTE).withName("state"),
          sequenceLayout(15, JAVA_INT).withName("rto_to_rcv_ssthresh"),
          JAVA_INT.withName("tcpi_rtt"),
          sequenceLayout(7, JAVA_INT).withName("rttvar_to_rcv_space"),
          JAVA_INT.withName("tcpi_total_retrans"));

  // struct timespec { time_t tv_sec; long tv_nsec; };
  static final StructLayout TIMESPEC =
      structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"));

  // struct itimerspec { struct timespec it_interval; struct timespec it_value; };
  public static final StructLayout ITIMERSPEC =
      structLayout(TIMESPEC.withName("it_interval"), TIMESPEC.withName("it_value"));

  // struct sched_attr {
  //   __u32 size; __u32 sched_policy; __u64 sched_flags; __s32 sched_nice; __u32 sched_priority;
  //   __u64 sched_runtime; __u64 sched_deadline; __u64 sched_period;
  // };
  static final StructLayout SCHED_ATTR =
      structLayout(
          JAVA_INT.withName("size"),
          JAVA_INT.withName("sched_policy"),
          JAVA_LONG.withName("sched_flags"),
          JAVA_INT.withName("sched_nice"),
          JAVA_INT.withName("sched_priority"),
          JAVA_LONG.withName("sched_runtime"),
          JAVA_LONG.withName("sched_deadline"),
          JAVA_LONG.withName("sched_period"));

  // struct pollfd { int fd; short events; short revents; };
  public static final StructLayout POLLFD =
      structLayout(
          JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

  // struct sock_filter { __u16 code; __u8 jt; __u8 jf; __u32 k; };
  static final StructLayout SOCK_FILTER =
      structLayout(
          JAVA_SHORT.withName("code"),
          JAVA_BYTE.withName("jt"),
          JAVA_BYTE.withName("jf"),
          JAVA_INT.withName("k"));

  // struct sock_fprog { unsigned short len; struct sock_filter *filter; };
  static final StructLayout SOCK_FPROG =
      structLayout(JAVA_SHORT.withName("len"), paddingLayout(6), ADDRESS.withName("filter"));

  private Layouts() {}

  // struct epoll_event { uint32_t events; epoll_data_t data; }; packed on x86_64 only
  public static StructLayout epollEvent(String architecture) {
    return isX86(architecture)
        ? structLayout(
            JAVA_INT.withName("events"), ValueLayout.JAVA_LONG_UNALIGNED.withName("data"))
        : structLayout(JAVA_INT.withName("events"), paddingLayout(4), JAVA_LONG.withName("data"));
  }

  /// Whether these layouts are valid on the architecture, given as the JDK's `os.arch`.
  public static boolean fit(String architecture) {
    return isX86(architecture) || architecture.equals("aarch64");
  }

  static boolean isX86(String architecture) {
    return architecture.equals("amd64") || architecture.equals("x86_64");
  }

  public static long offset(StructLayout layout, String field) {
    return layout.byteOffset(groupElement(field));
  }
}
