"""An S3 store on the loopback address that keeps objects in memory and fails on request.

It verifies signatures, the time of requests by its own clock, and both checksums.
It prints its port. Each line on standard input is a JSON object that sets the faults for later
requests. The reply is a line with the number of requests of each kind since the last one.

usage: faulty_store.py ACCESS-KEY SECRET-KEY
"""
import base64, hashlib, hmac, http.server, json, random, sys, threading, time
from datetime import datetime, timezone
from email.utils import formatdate
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

ACCESS, SECRET = sys.argv[1:3]
lock = threading.RLock()
objects = {}
settings = {}
attempts = {}
counts = {}
running = 0
rng = random.Random(0)


def now():
    return time.time() + settings.get("clock", 0)


class Store(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer in a single packet spares the next request a delayed acknowledgement.
    wbufsize = 1 << 16

    def date_time_string(self, timestamp=None):
        return formatdate(now() if timestamp is None else timestamp, usegmt=True)

    def answer(self, status, body=b"", headers={}, sent=None):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body if sent is None else body[:sent])
        self.wfile.flush()
        if sent is not None:
            self.close_connection = True

    def refuse(self, status, code, headers={}):
        text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>because of the test</Message></Error>"
        self.answer(status, text.encode(), headers)

    def signature_error(self, body):
        """Returns the S3 error code for an invalid signature, or None."""
        words = dict(
            part.strip().split("=", 1)
            for part in self.headers.get("Authorization", " ").split(" ", 1)[1].split(",")
            if "=" in part)
        if not words:
            return "AccessDenied"
        key, day, region, service, _ = words["Credential"].split("/")
        stamp = self.headers["x-amz-date"]
        when = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).timestamp()
        if abs(when - now()) > 900:
            return "RequestTimeTooSkewed"
        if key != ACCESS:
            return "InvalidAccessKeyId"
        payload = self.headers["x-amz-content-sha256"]
        if payload != hashlib.sha256(body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        parts = urlsplit(self.path)
        query = sorted(
            (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
            for name, value in parse_qsl(parts.query, keep_blank_values=True))
        names = words["SignedHeaders"].split(";")
        request = "\n".join([
            self.command, quote(unquote(parts.path), safe="/-_.~"),
            "&".join(f"{name}={value}" for name, value in query),
            *(f"{name}:{self.headers[name].strip()}" for name in names), "",
            words["SignedHeaders"], payload])
        scope = f"{day}/{region}/{service}/aws4_request"
        text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
        secret = ("AWS4" + SECRET).encode()
        for part in (day, region, service, "aws4_request"):
            secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
        if hmac.new(secret, text.encode(), hashlib.sha256).hexdigest() != words["Signature"]:
            return "SignatureDoesNotMatch"

    def choose_fault(self, key):
        """Returns the fault for this request, or None.

        The first attempts for each key fail as set, and a random part of the later ones.
        """
        kinds = settings.get("kinds", [])
        if not kinds or not key.startswith(settings.get("prefix", "")):
            return None
        with lock:
            name = (self.command, key)
            attempts[name] = attempts.get(name, 0) + 1
            if attempts[name] <= settings.get("first", 0):
                return kinds[(attempts[name] - 1) % len(kinds)]
            if settings.get("one in") and rng.randrange(settings["one in"]) == 0:
                return rng.choice(kinds)

    def handle_request(self):
        """Counts the requests in progress, and works on this one."""
        global running
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = unquote(urlsplit(self.path).path)
        with lock:
            running += 1
            concurrent = running
        try:
            if settings.get("at once"):
                # Wait as real work would, so that other requests arrive meanwhile.
                time.sleep(0.01)
            self.respond(path, body, concurrent)
        finally:
            with lock:
                running -= 1

    def count(self, kind):
        with lock:
            counts[kind] = counts.get(kind, 0) + 1

    def respond(self, path, body, concurrent):
        self.count(self.command)
        if concurrent > settings.get("at once", 1 << 30):
            self.count("crowded")
            return self.refuse(503, "SlowDown")
        _, bucket, *rest = path.split("/", 2)
        key = rest[0] if rest else ""
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        fault = self.choose_fault(key or query.get("prefix", ""))
        if fault:
            self.count(fault)
        if fault == "close":
            self.close_connection = True
            return
        if fault in ("429", "503", "500", "403"):
            code = {"429": "TooManyRequests", "503": "SlowDown", "500": "InternalError", "403": "AccessDenied"}[fault]
            return self.refuse(int(fault), code, {"Retry-After": "1"} if fault == "429" else {})
        refusal = self.signature_error(body)
        if refusal:
            self.count(refusal)
            return self.refuse(403, refusal)
        if bucket != "team":
            return self.refuse(404, "NoSuchBucket")
        if fault == "lost":
            # The request takes effect, but its answer is lost.
            self.wfile = open("/dev/null", "wb")
            self.close_connection = True
        if self.command == "PUT":
            self.put(key, body)
        elif self.command == "DELETE":
            with lock:
                objects.pop(key, None)
            self.answer(204)
        elif key:
            self.get(key, fault)
        else:
            self.list(query, fault)

    def put(self, key, body):
        md5 = self.headers.get("Content-MD5")
        sha256 = self.headers.get("x-amz-checksum-sha256")
        if md5 and base64.b64decode(md5) != hashlib.md5(body).digest():
            return self.refuse(400, "BadDigest")
        if sha256 and base64.b64decode(sha256) != hashlib.sha256(body).digest():
            return self.refuse(400, "BadDigest")
        with lock:
            if self.headers.get("If-None-Match") == "*" and key in objects:
                return self.refuse(412, "PreconditionFailed")
            objects[key] = (body, now())
        self.answer(200)

    def get(self, key, fault):
        if key not in objects:
            return self.refuse(404, "NoSuchKey")
        body = objects[key][0]
        if fault == "half":
            return self.answer(200, body, sent=len(body) // 2)
        if fault == "wrong" and body:
            body = bytes([body[0] ^ 1]) + body[1:]
        if fault == "short":
            body = body[:-1]
        if fault == "long":
            body += b"x" * 100_000
        self.answer(200, body)

    def list(self, query, fault):
        with lock:
            keys = sorted((key for key in objects if key.startswith(query.get("prefix", ""))), key=str.encode)
        after = query.get("continuation-token") or query.get("start-after", "")
        keys = [key for key in keys if key.encode() > after.encode()]
        page, rest = keys[:100], keys[100:]
        items = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(objects[key][0])}</Size><LastModified>"
            + datetime.fromtimestamp(objects[key][1], timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            + "</LastModified></Contents>" for key in page)
        more = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if rest else ""
        is_truncated = "true" if rest or fault == "no token" else "false"
        text = f"<ListBucketResult><IsTruncated>{is_truncated}</IsTruncated>{items}{more}</ListBucketResult>".encode()
        if fault == "cut":
            text = text[: len(text) // 2]
        if fault == "backwards" and page:
            text = text.replace(
                b"</IsTruncated>", b"</IsTruncated><Contents><Key>" + query["prefix"].encode()
                + b"zzz</Key><Size>1</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>")
        self.answer(200, text, {"Content-Type": "application/xml"}, len(text) // 2 if fault == "half" else None)

    do_GET = do_PUT = do_DELETE = do_HEAD = handle_request

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, address):
        # Tests close connections on purpose.
        pass


server = Server(("127.0.0.1", 0), Store)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
for line in sys.stdin:
    with lock:
        print(json.dumps(counts), flush=True)
        settings.clear()
        settings.update(json.loads(line))
        attempts.clear()
        counts.clear()
