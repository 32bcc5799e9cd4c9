"""Fake provider APIs on the loopback address, with a record of jobs, and faults on request.

The program is a proxy for TLS connections. The modules in `providers/` answer for their hosts, so
castbook and the providers' own clients need only HTTPS_PROXY, and no addresses for tests.

It prints its port. Each line on standard input is a JSON object that sets faults for later
requests, or an empty one. The reply is a line with the record of all requests so far.

usage: fake_providers.py CERTIFICATE KEY CLIP
"""
import http.server, json, pathlib, socket, socketserver, ssl, sys, threading, time
from urllib.parse import parse_qsl, unquote, urlsplit

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from providers import fal, kie, kling, muapi, replicate, runway, wavespeed
from providers.common import Answer, World

CERTIFICATE, KEY, CLIP = sys.argv[1:4]


world = World(pathlib.Path(CLIP).read_bytes())
MODULES = (fal, kie, kling, muapi, replicate, runway, wavespeed)
HOSTS = {name: one for module in MODULES for name, one in module.hosts(world).items()}


class Request:
    """A request to a provider."""

    def __init__(self, handler, body):
        parts = urlsplit(handler.path)
        self.method, self.path, self.headers = handler.command, unquote(parts.path), handler.headers
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.host, self.body = handler.headers.get("Host", "").lower(), body

    def json(self):
        """Returns the body as JSON; answers with 400 if it is something else."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise Answer(400, {"detail": "the body is not JSON"})

    def form(self):
        """Returns the parts of a multipart form by name: their bytes and their file names."""
        kind = self.headers.get("Content-Type", "")
        if not kind.startswith("multipart/form-data; boundary="):
            raise Answer(400, {"detail": "not a form"})
        border = b"--" + kind.split("boundary=", 1)[1].encode()
        found = {}
        for part in self.body.split(border)[1:-1]:
            head, bytes = part[2:-2].split(b"\r\n\r\n", 1)
            words = dict(
                word.strip().split("=", 1) for line in head.decode().split("\r\n")
                if line.lower().startswith("content-disposition") for word in line.split(";")[1:])
            found[words["name"].strip('"')] = (bytes, words.get("filename", "").strip('"'))
        return found


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16

    def respond(self):
        """Answers a request, with the fault that is set for its step."""
        request = Request(self, self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        with world.lock:
            world.requests.append(f"{request.method} https://{request.host}{request.path}")
        provider = HOSTS.get(request.host)
        if provider is None:
            return self.send(Answer(404, {"detail": "no such host"}))
        step = provider.step(request)
        fault = world.next_fault(step) or {}
        kind = fault.get("kind")
        if kind == "429":
            return self.send(Answer(
                429, {"detail": "too many"}, {"Retry-After": fault["after"]} if "after" in fault else {}))
        if kind == "refused":
            headers = {"Content-Type": fault["type"]} if "type" in fault else {}
            return self.send(Answer(
                fault.get("status", 422), fault.get("body", {"detail": "because of the test"}), headers))
        if kind == "500":
            return self.send(Answer(500, b"oops"))
        if kind == "redirect":
            return self.send(Answer(302, b"", {"Location": fault["to"]}))
        if kind == "closed":
            return self.drop()
        try:
            answer = provider.answer(request)
        except Answer as refusal:
            answer = refusal
        except Exception as error:
            answer = Answer(400, {"detail": repr(error)})
        if kind == "lost":
            return self.drop()
        if kind == "failed after":
            return self.send(Answer(502, b"bad gateway"))
        if kind == "half":
            return self.send(answer, len(answer.body) // 2)
        if kind == "trickling":
            return self.trickle()
        if kind == "replaced":
            return self.send(Answer(200, fault["body"]))
        self.send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = respond

    def send(self, answer, count=None):
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, str(value))
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body if count is None else answer.body[:count])
        self.wfile.flush()
        if count is not None:
            self.close_connection = True

    def trickle(self):
        """Starts an answer and sends two bytes a second until the client gives up."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while True:
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.5)

    def drop(self):
        """Closes the connection without an answer."""
        self.close_connection = True
        self.wfile.flush()

    def log_message(self, *words):
        pass


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request, address):
        pass


class TLSServer(Server):
    def finish_request(self, request, address):
        with context.wrap_socket(request, server_side=True) as encrypted:
            Handler(encrypted, address, self)


class Proxy(socketserver.StreamRequestHandler):
    """Answers CONNECT, and forwards bytes in both directions."""

    def handle(self):
        line = self.rfile.readline(4096).split()
        while self.rfile.readline(4096).strip():
            pass
        host = line[1].decode().rpartition(":")[0] if len(line) > 1 else ""
        if not line or line[0] != b"CONNECT" or host not in HOSTS:
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.create_connection(inside.server_address) as other:
            threading.Thread(target=self.copy, args=(other, self.connection), daemon=True).start()
            self.copy(self.connection, other)

    @staticmethod
    def copy(source, target):
        try:
            while data := source.recv(1 << 16):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(CERTIFICATE, KEY)
inside = TLSServer(("127.0.0.1", 0), None)
outside = Server(("127.0.0.1", 0), Proxy)
for server in (inside, outside):
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(outside.server_address[1], flush=True)
for line in sys.stdin:
    wanted = json.loads(line)
    with world.lock:
        world.faults = wanted.get("faults", world.faults)
        world.polls = wanted.get("polls", world.polls)
        world.skipped_seconds += wanted.get("skip", 0)
        for name in wanted.get("forget", []):
            HOSTS[name].forget()
    print(json.dumps(world.state()), flush=True)
