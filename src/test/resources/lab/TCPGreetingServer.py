"""The first TCP server of the lab: it thanks whoever connects, and closes.

usage: TCPGreetingServer.py PORT

Port 0 takes any free one; the line "listening on PORT" says which.
"""
import sys
from socket import AF_INET, SOCK_STREAM, socket


def main(port):
    server = socket(AF_INET, SOCK_STREAM)
    server.bind(("127.0.0.1", port))
    server.listen(5)
    print("listening on", server.getsockname()[1], flush=True)

    while True:
        connection, client = server.accept()
        connection.send(b"Thank you for connecting")
        connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
