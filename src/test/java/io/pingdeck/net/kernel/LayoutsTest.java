package io.pingdeck.net.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.StructLayout;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The expected values are those of `sizeof` and `offsetof` in C.
class LayoutsTest {
  private static void assertLayout(StructLayout layout, long size, Map<String, Long> offsets) {
    assertThat(layout.byteSize()).isEqualTo(size);
    long named = layout.memberLayouts().stream().filter(m -> m.name().isPresent()).count();
    assertThat(offsets).hasSize((int) named);
    offsets.forEach(
        (field, offset) -> assertThat(Layouts.offset(layout, field)).as(field).isEqualTo(offset));
  }

  @Test
  void iovec() {
    assertLayout(Layouts.IOVEC, 16, Map.of("iov_base", 0L, "iov_len", 8L));
  }

  @Test
  void mmsghdr() {
    assertLayout(
        Layouts.MMSGHDR,
        64,
        Map.of(
            "msg_name", 0L,
            "msg_namelen", 8L,
            "msg_iov", 16L,
            "msg_iovlen", 24L,
            "msg_control", 32L,
            "msg_controllen", 40L,
            "msg_flags", 48L,
            "msg_len", 56L));
  }

  @Test
  void pollfd() {
    assertLayout(Layouts.POLLFD, 8, Map.of("fd", 0L, "events", 4L, "revents", 6L));
  }

  @Test
  void schedAttr() {
    assertLayout(
        Layouts.SCHED_ATTR,
        48,
        Map.of(
            "size", 0L,
            "sched_policy", 4L,
            "sched_flags", 8L,
            "sched_nice", 16L,
            "sched_priority", 20L,
            "sched_runtime", 24L,
            "sched_deadline", 32L,
            "sched_period", 40L));
  }

  @Test
  void cmsghdr() {
    assertLayout(Layouts.CMSGHDR, 16, Map.of("cmsg_len", 0L, "cmsg_level", 8L, "cmsg_type", 12L));
  }

  @Test
  void sockaddrs() {
    assertLayout(
        Layouts.SOCKADDR_IN,
        16,
        Map.of("sin_family", 0L, "sin_port", 2L, "sin_addr", 4L, "sin_zero", 8L));
    assertLayout(
        Layouts.SOCKADDR_IN6,
        28,
        Map.of(
            "sin6_family", 0L,
            "sin6_port", 2L,
            "sin6_flowinfo", 4L,
            "sin6_addr", 8L,
            "sin6_scope_id", 24L));
  }

  @Test
  void tcpInfo() {
    assertLayout(
        Layouts.TCP_INFO,
        104,
        Map.of(
            "state", 0L,
            "rto_to_rcv_ssthresh", 8L,
            "tcpi_rtt", 68L,
            "rttvar_to_rcv_space", 72L,
            "tcpi_total_retrans", 100L));
  }

  @Test
  void packetInfos() {
    assertLayout(
        Layouts.IN_PKTINFO, 12, Map.of("ipi_ifindex", 0L, "ipi_spec_dst", 4L, "ipi_addr", 8L));
    assertLayout(Layouts.IN6_PKTINFO, 20, Map.of("ipi6_addr", 0L, "ipi6_ifindex", 16L));
  }

  @Test
  void sockExtendedErr() {
    assertLayout(
        Layouts.SOCK_EXTENDED_ERR,
        16,
        Map.of(
            "ee_errno", 0L,
            "ee_origin", 4L,
            "ee_type", 5L,
            "ee_code", 6L,
            "ee_info", 8L,
            "ee_data", 12L));
  }

  @Test
  void timers() {
    assertLayout(Layouts.TIMESPEC, 16, Map.of("tv_sec", 0L, "tv_nsec", 8L));
    assertLayout(Layouts.ITIMERSPEC, 32, Map.of("it_interval", 0L, "it_value", 16L));
  }

  @Test
  void filters() {
    assertLayout(Layouts.SOCK_FILTER, 8, Map.of("code", 0L, "jt", 2L, "jf", 3L, "k", 4L));
    assertLayout(Layouts.SOCK_FPROG, 16, Map.of("len", 0L, "filter", 8L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "x86_64"})
  void epollEventIsPackedOnX86(String architecture) {
    assertLayout(Layouts.epollEvent(architecture), 12, Map.of("events", 0L, "data", 4L));
    assertThat(Layouts.fit(architecture)).isTrue();
  }

  @Test
  void epollEventIsPaddedOnArm() {
    assertLayout(Layouts.epollEvent("aarch64"), 16, Map.of("events", 0L, "data", 8L));
    assertThat(Layouts.fit("aarch64")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86", "arm", "s390x", "riscv64", "ppc64le"})
  void noOtherArchitectureFits(String architecture) {
    assertThat(Layouts.fit(architecture)).isFalse();
  }

  @Test
  void anUnknownFieldIsABug() {
    assertThatThrownBy(() -> Layouts.offset(Layouts.IOVEC, "iov_length"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
