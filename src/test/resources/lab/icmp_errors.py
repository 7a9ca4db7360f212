"""Meets ICMP errors as any client does: python3 icmp_errors.py udp|tcp HOST PORT COUNT [raw]

udp: a connected socket, a second one with IP_RECVERR, and what the kernel says of a closed port
beside what the server said, as raw packets. tcp: COUNT attempts to connect.
"""

import collections
import errno
import socket
import sys

protocol, host, port, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
IPV6 = ":" in host
FAMILY = socket.AF_INET6 if IPV6 else socket.AF_INET
LEVEL, RECVERR = (41, 25) if IPV6 else (0, 11)
MSG_ERRQUEUE = 0x2000


def name(error):
    return errno.errorcode.get(error.errno, str(error))


def connected():
    """What a plain connected UDP socket is told."""
    said = collections.Counter()
    with socket.socket(FAMILY, socket.SOCK_DGRAM) as udp:
        udp.settimeout(5)
        udp.connect((host, port))
        for sequence in range(count):
            try:
                udp.send(b"ping %d" % sequence)
                udp.recv(100)
                said["reply"] += 1
            except TimeoutError:
                said["timeout"] += 1
            except OSError as error:
                said[name(error)] += 1
    return said


def queued():
    """What the error queue holds: errno, origin, type and code, with the payload that was sent."""
    said = collections.Counter()
    with socket.socket(FAMILY, socket.SOCK_DGRAM) as udp:
        udp.settimeout(5)
        udp.setsockopt(LEVEL, RECVERR, 1)
        udp.sendto(b"quote me", (host, port))
        try:
            udp.recv(100)
        except OSError as error:
            payload, control, _, _ = udp.recvmsg(100, 500, MSG_ERRQUEUE)
            kind = control[0][2]
            said[f"{name(error)} {kind[5]}/{kind[6]} {payload.decode()}"] += 1
    return said


def raw(to):
    """The ICMP message that the kernel of this host gets about one datagram to a port."""
    protocol = socket.IPPROTO_ICMPV6 if IPV6 else socket.IPPROTO_ICMP
    with (
        socket.socket(FAMILY, socket.SOCK_RAW, protocol) as icmp,
        socket.socket(FAMILY, socket.SOCK_DGRAM) as udp,
    ):
        icmp.settimeout(5)
        udp.bind((host, 0))
        udp.sendto(b"x" * 700, (host, to))
        ours = udp.getsockname()[1].to_bytes(2)
        while True:
            packet = icmp.recv(2000)
            message = packet if IPV6 else packet[20:]
            ports = 8 + (40 if IPV6 else 20)
            if message[ports : ports + 2] == ours:
                return message, ports


def blank(message, ports):
    """Without what differs from one datagram to the next: ports and checksums, and what no socket
    tells of one that arrived, the IPv4 identification or the IPv6 flow label."""
    kept = bytearray(message)
    varying = [(2, 4), (ports, ports + 4), (ports + 6, ports + 8)]
    varying += [(9, 12)] if IPV6 else [(12, 14), (18, 20)]
    for start, end in varying:
        kept[start:end] = bytes(end - start)
    return bytes(kept)


def closed():
    with socket.socket(FAMILY, socket.SOCK_DGRAM) as udp:
        udp.bind((host, 0))
        return udp.getsockname()[1]


def attempts():
    said = collections.Counter()
    for _ in range(count):
        with socket.socket(FAMILY) as tcp:
            tcp.settimeout(10)
            try:
                tcp.connect((host, port))
                tcp.sendall(b"hello\n")
                said["reply" if tcp.recv(100) == b"HELLO\n" else "other"] += 1
            except OSError as error:
                said[name(error)] += 1
    return said


def tell(said):
    print(", ".join(f"{count} {what}" for what, count in sorted(said.items())), flush=True)


if protocol == "tcp":
    tell(attempts())
else:
    tell(connected())
    tell(queued())
    if len(sys.argv) > 5:
        theirs, ports = raw(closed())
        ours, _ = raw(port)
        same = blank(theirs, ports) == blank(ours, ports)
        print("as the kernel's" if same else f"{theirs.hex()}\n{ours.hex()}")
