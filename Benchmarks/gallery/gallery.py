"""A gallery that is served for a measurement."""
import http.client, json, subprocess, time, urllib.parse


class Gallery:
    """`castbook serve` for a library, and a page that is signed in."""

    def __init__(self, castbook, library):
        self.server = subprocess.Popen([castbook, "--library", str(library), "serve", "--port", "0", "--json"],
                                       stdout=subprocess.PIPE, text=True)
        self.address = json.loads(self.server.stdout.readline())["address"]
        self.place = urllib.parse.urlsplit(self.address)
        self.line = self.connect()
        # Only browsers know that names under localhost are this machine.
        self.line.request("GET", f"/?{self.place.query}", headers={"Host": self.place.netloc})
        answer = self.line.getresponse()
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        answer.read()

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.place.port, timeout=30)

    def ask(self, target, line=None):
        """The milliseconds until all of an answer was read, and its body; on the page's own connection, or another."""
        line = line or self.line
        start = time.perf_counter()
        line.request("GET", target, headers={"Host": self.place.netloc, "Cookie": self.cookie})
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == 200, (target, answer.status, body[:200])
        return (time.perf_counter() - start) * 1000, body

    @property
    def peak(self):
        """The server's memory at its most, in MB."""
        row = next(row for row in open(f"/proc/{self.server.pid}/status") if row.startswith("VmHWM"))
        return int(row.split()[1]) // 1024

    def stop(self):
        self.server.terminate()
        self.server.wait()
