"""Python's own web server with a few odd pages. Prints "listening on PORT".

usage: http_server.py [CERTIFICATE KEY]
"""
import http.server
import ssl
import sys
import time


class Pages(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.answer(False)

    def do_GET(self):
        self.answer(True)

    def answer(self, with_body):
        if self.path == "/slow":
            time.sleep(0.3)
        if self.path == "/silent":
            time.sleep(60)
        if self.path == "/close":
            self.close_connection = True
            return
        if self.path == "/garbage":
            self.wfile.write(b"220 mail.example ESMTP\r\n")
            self.close_connection = True
            return
        status = int(self.path[8:]) if self.path.startswith("/status/") else 200
        asked = f"{self.command} {self.path} {self.headers['Host']} {self.headers['User-Agent']}"
        print(asked, flush=True)
        body = b"x" * 100_000 if self.path == "/large" else asked.encode()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        if self.path == "/flood":
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65536)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
server.daemon_threads = True
server.handle_error = lambda request, address: None
if len(sys.argv) > 1:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False)
print("listening on", server.server_address[1], flush=True)
server.serve_forever()
