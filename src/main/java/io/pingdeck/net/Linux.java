package io.pingdeck.net;

/// Linux's numbers, the same on x86_64 and aarch64 (both use the kernel's `asm-generic` headers).
final class Linux {
  // sys/socket.h
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_STREAM = 1;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int IPPROTO_TCP = 6;
  static final int IPPROTO_UDP = 17;
  static final int IPPROTO_ICMP = 1;
  static final int IPPROTO_ICMPV6 = 58;
  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_ERRQUEUE = 0x2000;
  static final int MSG_NOSIGNAL = 0x4000;

  // sys/resource.h
  static final int PRIO_PROCESS = 0;

  // poll.h
  static final short POLLIN = 1;
  static final short POLLERR = 8;

  // asm-generic/socket.h
  static final int SOL_SOCKET = 1;
  static final int SO_ERROR = 4;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_BINDTODEVICE = 25;
  static final int SO_ATTACH_FILTER = 26;
  static final int SO_DETACH_FILTER = 27;
  static final int SO_ACCEPTCONN = 30;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;
  static final int SO_TIMESTAMPING = 37;
  static final int SO_MEMINFO = 55;
  static final int SCM_TS_OPT_ID = 81;

  // linux/in.h, linux/in6.h, linux/icmp.h, linux/icmpv6.h
  static final int SOL_IP = 0;
  static final int IP_TOS = 1;
  static final int IP_TTL = 2;
  static final int IP_PKTINFO = 8;
  static final int IP_MTU_DISCOVER = 10;
  static final int IP_PMTUDISC_DONT = 0;
  static final int IP_PMTUDISC_WANT = 1;
  static final int IP_PMTUDISC_DO = 2;
  static final int IP_BIND_ADDRESS_NO_PORT = 24;
  static final int IPV6_MTU_DISCOVER = 23;
  static final int IP_RECVERR = 11;
  static final int IP_RECVTTL = 12;
  static final int IP_RECVTOS = 13;
  static final int IP_RECVERR_RFC4884 = 26;
  static final int SOL_IPV6 = 41;
  static final int IPV6_UNICAST_HOPS = 16;
  static final int IPV6_RECVERR = 25;
  static final int IPV6_V6ONLY = 26;
  static final int IPV6_RECVPKTINFO = 49;
  static final int IPV6_RECVERR_RFC4884 = 31;
  static final int IPV6_PKTINFO = 50;
  static final int IPV6_RECVHOPLIMIT = 51;
  static final int IPV6_HOPLIMIT = 52;
  static final int IPV6_RECVTCLASS = 66;
  static final int IPV6_TCLASS = 67;
  static final int SOL_RAW = 255;
  static final int ICMP_FILTER = 1;
  static final int SOL_ICMPV6 = 58;
  static final int ICMP6_FILTER = 1;

  // linux/tcp.h
  static final int TCP_NODELAY = 1;
  static final int TCP_INFO = 11;

  // linux/net_tstamp.h
  static final int SOF_TIMESTAMPING_TX_SOFTWARE = 1 << 1;
  static final int SOF_TIMESTAMPING_RX_SOFTWARE = 1 << 3;
  static final int SOF_TIMESTAMPING_SOFTWARE = 1 << 4;
  static final int SOF_TIMESTAMPING_OPT_ID = 1 << 7;
  static final int SOF_TIMESTAMPING_OPT_TSONLY = 1 << 11;

  // linux/errqueue.h
  static final int SO_EE_ORIGIN_ICMP = 2;
  static final int SO_EE_ORIGIN_ICMP6 = 3;
  static final int SO_EE_ORIGIN_TIMESTAMPING = 4;
  static final int SO_EE_RFC4884_FLAG_INVALID = 1;

  // linux/sock_diag.h: index into what SO_MEMINFO returns
  static final int SK_MEMINFO_DROPS = 8;
  static final int SK_MEMINFO_VARS = 9;

  // sys/epoll.h, sys/eventfd.h, sys/timerfd.h
  static final int EPOLL_CLOEXEC = 0x80000;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLLIN = 1;
  static final int EPOLLOUT = 4;
  static final int EPOLLRDHUP = 0x2000;
  static final int EPOLLET = 1 << 31;
  static final int EFD_NONBLOCK = 0x800;
  static final int EFD_CLOEXEC = 0x80000;
  static final int TFD_NONBLOCK = 0x800;
  static final int TFD_CLOEXEC = 0x80000;
  static final int CLOCK_MONOTONIC = 1;

  private Linux() {}
}
