"""pyftpdlib's FTP server (Debian package python3-pyftpdlib). Prints "listening on PORT"."""
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

FTPHandler.authorizer = DummyAuthorizer()
FTPHandler.banner = "files of the lab"
server = FTPServer(("127.0.0.1", 0), FTPHandler)
print("listening on", server.address[1], flush=True)
server.serve_forever()
