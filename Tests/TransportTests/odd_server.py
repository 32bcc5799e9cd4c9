"""An HTTP server that prints its port; the path selects one of several invalid answers."""
import http.server, time


class Odd(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/nothing":
            self.close_connection = True
            return
        self.send_response(302 if path == "/elsewhere" else 200)
        if path == "/elsewhere":
            self.send_header("Location", "http://127.0.0.1:1/secret")
        if path == "/long-head":
            for number in range(200):
                self.send_header(f"X-{number}", "x" * 1000)
        if path == "/half-chunks":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"5\r\nhalf \r\n")
        else:
            body = b"fine" if path == "/fine" else b""
            self.send_header("Content-Length", str(len(body) or (100 if path in ("/half", "/stalled") else 0)))
            self.end_headers()
            self.wfile.write(body or (b"half" if path in ("/half", "/stalled") else b""))
        self.wfile.flush()
        if path == "/stalled":
            time.sleep(20)
        self.close_connection = path in ("/half", "/half-chunks", "/stalled")

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Odd)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
