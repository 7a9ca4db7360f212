// ICMP echo requests as fast as their replies come: `icmp_probes ADDRESS WINDOW SECONDS`; or so many a second, to each
// of the addresses from that one on in turn: `icmp_probes ADDRESS TARGETS PER_SECOND SECONDS`.
// A ping socket if the system allows one, otherwise a raw socket with a filter in the kernel, as any pinger has to.
#include "probe.h"
#include <linux/filter.h>
#include <netinet/ip_icmp.h>

static int id, ip_header;

static void write_probe(char *slot, uint32_t number) {
  struct icmphdr *header = (struct icmphdr *)slot;
  *header = (struct icmphdr){.type = ICMP_ECHO, .un.echo = {htons(id), htons(number)}};
  memcpy(slot + sizeof *header, &number, sizeof number);
  if (ip_header == 0) return; // the kernel of a ping socket does the checksum
  uint32_t sum = 0;
  for (int i = 0; i < PAYLOAD; i += 2) sum += *(uint16_t *)(slot + i);
  sum = (sum >> 16) + (sum & 0xffff);
  header->checksum = ~(sum + (sum >> 16));
}

static uint32_t read_probe(const char *slot, unsigned length) {
  uint32_t number = 0;
  unsigned at = ip_header + sizeof(struct icmphdr);
  if (length >= at + sizeof number) memcpy(&number, slot + at, sizeof number);
  return number;
}

static void filter(int fd) { // echo replies with our id only
  struct sock_filter steps[] = {
      BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
      BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ICMP_ECHOREPLY, 0, 3),
      BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, id, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, ROOM), BPF_STMT(BPF_RET | BPF_K, 0)};
  struct sock_fprog program = {sizeof steps / sizeof *steps, steps};
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) < 0) die("SO_ATTACH_FILTER");
}

// Wakes up five thousand times a second, sends what is due and reads what has come.
static int pace(int fd, int targets, int per_second, double seconds) {
  static struct sockaddr_in each[BATCH];
  const struct timespec gathering = {0, 200000};
  for (int i = 0; i < BATCH; i++) out[i].msg_hdr.msg_name = &each[i];
  int64_t cpu = nanos(CLOCK_PROCESS_CPUTIME_ID), start = nanos(CLOCK_MONOTONIC);
  double elapsed = 0;
  while (elapsed < seconds) {
    long due = (long)(elapsed * per_second);
    while (sent < due) {
      int room = due - sent < BATCH ? due - sent : BATCH;
      for (int i = 0; i < room; i++) {
        each[i] = to;
        each[i].sin_addr.s_addr = htonl(ntohl(to.sin_addr.s_addr) + (sent + i) % targets);
        write_probe(out_bytes[i], sent + i);
      }
      int taken = sendmmsg(fd, out, room, MSG_DONTWAIT);
      if (taken < 0) die("sendmmsg");
      sent += taken;
    }
    for (int got = receive(fd); got > 0; got = receive(fd)) replied += got;
    ppoll(&(struct pollfd){fd, POLLIN, 0}, 1, &gathering, NULL);
    elapsed = (nanos(CLOCK_MONOTONIC) - start) / 1e9;
  }
  double used = (nanos(CLOCK_PROCESS_CPUTIME_ID) - cpu) / 1e3;
  printf("perSecond=%.0f cpuMicros=%.3f sent=%ld replied=%ld\n", replied / elapsed, used / replied, sent, replied);
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 4 && argc != 5) return 2;
  id = nanos(CLOCK_REALTIME) / 1000 % 0xffff;
  int fd = socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  if (fd < 0) {
    fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
    if (fd < 0) die("socket");
    ip_header = 20;
    filter(fd);
  }
  prepare(fd, argv[1], 0);
  if (argc == 5) return pace(fd, atoi(argv[2]), atoi(argv[3]), atof(argv[4]));
  return measure(fd, atoi(argv[2]), atof(argv[3]));
}
