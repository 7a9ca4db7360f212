"""Sends one UDP datagram over IPv4 with a forged source, which takes a raw socket.

usage: forge.py SOURCE:PORT DESTINATION:PORT TEXT
"""
import socket
import struct
import sys


def endpoint(text):
    host, port = text.split(":")
    return host, int(port)


def main(source, destination, text):
    source_host, source_port = endpoint(source)
    host, port = endpoint(destination)
    payload = text.encode("latin-1")
    # Checksum 0 is "none" (RFC 768); the kernel fills in the IP header's own.
    udp = struct.pack("!HHHH", source_port, port, 8 + len(payload), 0) + payload
    addresses = socket.inet_aton(source_host) + socket.inet_aton(host)
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, socket.IPPROTO_UDP, 0)
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    raw.sendto(ip + addresses + udp, (host, 0))


if __name__ == "__main__":
    main(*sys.argv[1:])
