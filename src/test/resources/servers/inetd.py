"""Starts a program for each connection, with the connection as its standard input and output, as
inetd does. Prints "listening on PORT".

usage: inetd.py PROGRAM ARGUMENT...
"""
import socket
import subprocess
import sys

listener = socket.create_server(("127.0.0.1", 0))
print("listening on", listener.getsockname()[1], flush=True)
while True:
    connection, _ = listener.accept()
    subprocess.Popen(sys.argv[1:], stdin=connection, stdout=connection, stderr=subprocess.DEVNULL)
    connection.close()
