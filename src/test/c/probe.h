// What both probe programs share: a window of probes in flight, sent and received in batches; of each reply the sender
// and the TTL are looked at, and its number is matched. This is the least a pinger can do, and so the limit of what one
// can reach on this machine.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

enum { BATCH = 64, PAYLOAD = 64, ROOM = 256, RING = 1 << 16, STALL_MS = 1000 };

static struct mmsghdr out[BATCH], in[BATCH];
static struct iovec out_part[BATCH], in_part[BATCH];
static char out_bytes[BATCH][PAYLOAD], in_bytes[BATCH][ROOM], in_control[BATCH][CMSG_SPACE(sizeof(int))];
static struct sockaddr_in to, from[BATCH];
static int64_t sent_at[RING], sum_of_rtts;
static long sent, replied;

static int64_t nanos(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

// Defined by each program: writes probe `number` into the slot; reads the number from a reply of `length` bytes.
static void write_probe(char *slot, uint32_t number);
static uint32_t read_probe(const char *slot, unsigned length);

static void prepare(int fd, const char *address, int port) {
  int on = 1;
  if (setsockopt(fd, IPPROTO_IP, IP_RECVTTL, &on, sizeof on) < 0) die("IP_RECVTTL");
  to = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
  if (inet_pton(AF_INET, address, &to.sin_addr) != 1) die(address);
  for (int i = 0; i < BATCH; i++) {
    out_part[i] = (struct iovec){out_bytes[i], PAYLOAD};
    in_part[i] = (struct iovec){in_bytes[i], ROOM};
    out[i].msg_hdr = (struct msghdr){.msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &out_part[i], .msg_iovlen = 1};
  }
}

static int receive(int fd) {
  for (int i = 0; i < BATCH; i++)
    in[i].msg_hdr = (struct msghdr){&from[i], sizeof from[i], &in_part[i], 1, in_control[i], sizeof in_control[i], 0};
  return recvmmsg(fd, in, BATCH, MSG_DONTWAIT, NULL);
}

static int is_answer(int i) {
  struct cmsghdr *control = CMSG_FIRSTHDR(&in[i].msg_hdr);
  return from[i].sin_addr.s_addr == to.sin_addr.s_addr && control != NULL && *(int *)CMSG_DATA(control) > 0;
}

// Runs for so long and returns with the window empty or given up as lost.
static void flood(int fd, int window, double seconds) {
  int64_t end = nanos(CLOCK_MONOTONIC) + (int64_t)(seconds * 1e9);
  int in_flight = 0;
  for (int64_t now = nanos(CLOCK_MONOTONIC); now < end || in_flight > 0; now = nanos(CLOCK_MONOTONIC)) {
    int room = now < end ? window - in_flight : 0;
    if (room > BATCH) room = BATCH;
    for (int i = 0; i < room; i++) {
      sent_at[(sent + i) % RING] = now;
      write_probe(out_bytes[i], sent + i);
    }
    int taken = room > 0 ? sendmmsg(fd, out, room, MSG_DONTWAIT) : 0;
    if (taken < 0) die("sendmmsg");
    sent += taken;
    in_flight += taken;
    int got = receive(fd);
    if (got <= 0) {
      struct pollfd readable = {fd, POLLIN, 0};
      if (poll(&readable, 1, STALL_MS) == 0) in_flight = 0; // lost: start over
      continue;
    }
    now = nanos(CLOCK_MONOTONIC);
    for (int i = 0; i < got; i++) {
      uint32_t number = read_probe(in_bytes[i], in[i].msg_len);
      int64_t *at = &sent_at[number % RING];
      if (*at != 0 && is_answer(i)) {
        sum_of_rtts += now - *at;
        *at = 0;
        replied++;
        if (in_flight > 0) in_flight--;
      }
    }
  }
}

static int measure(int fd, int window, double seconds) {
  flood(fd, window, seconds / 10);
  long before = replied;
  sent = replied = 0;
  int64_t cpu = nanos(CLOCK_PROCESS_CPUTIME_ID), start = nanos(CLOCK_MONOTONIC);
  flood(fd, window, seconds);
  double elapsed = (nanos(CLOCK_MONOTONIC) - start) / 1e9, used = (nanos(CLOCK_PROCESS_CPUTIME_ID) - cpu) / 1e3;
  printf("perSecond=%.0f cpuMicros=%.3f sent=%ld replied=%ld before=%ld\n", replied / elapsed, used / replied, sent,
         replied, before);
  return 0;
}
