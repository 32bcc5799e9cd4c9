"""How long the gallery takes to answer while others misuse it: a thousand connections stay half open, and four senders
send malformed requests without a pause.

    misuse.py CASTBOOK LIBRARY SECONDS

An open page is a connection that is kept, a new one is a connection of its own for each request. Both ask once every
50 ms for what a page begins with. Half-open connections that the gallery closes are opened again.
"""
import random, selectors, socket, statistics, sys, threading, time

from gallery import Gallery

castbook, library, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
HALF_OPEN, SENDERS = 1000, 4
gallery = Gallery(castbook, library)
place = gallery.place
end = time.monotonic() + seconds
counts = {"half-open connections": 0, "closed by the gallery": 0, "malformed requests": 0, "refused": 0}
lock = threading.Lock()


def count(what, number=1):
    with lock:
        counts[what] += number


def hold():
    """Keeps the connections half open: no byte, half a line, a head without its end, or half a body."""
    starts = [b"", b"GET / HT", f"GET / HTTP/1.1\r\nHost: {place.netloc}\r\nX: ".encode(),
              f"POST /api/shots HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 9000\r\n\r\n{{".encode()]
    watch = selectors.DefaultSelector()

    def connect(number):
        one = socket.create_connection(("127.0.0.1", place.port))
        one.sendall(starts[number % len(starts)])
        one.setblocking(False)
        watch.register(one, selectors.EVENT_READ, number)
        count("half-open connections")

    for number in range(HALF_OPEN):
        connect(number)
    while time.monotonic() < end:
        for key, _ in watch.select(0.1):
            try:
                is_closed = not key.fileobj.recv(4096)
            except ConnectionError:
                is_closed = True
            if is_closed:
                watch.unregister(key.fileobj)
                key.fileobj.close()
                count("closed by the gallery")
                connect(key.data)


def send(seed):
    """Sends malformed requests, each on a connection of its own, and leaves at a random moment."""
    dice = random.Random(seed)
    host = f"Host: {place.netloc}\r\n".encode()
    whole = b"POST /api/shots HTTP/1.1\r\n" + host + f"Cookie: {gallery.cookie}\r\n".encode() + b"Content-Length: 2\r\n\r\n{}"
    kinds = [
        lambda: bytes(dice.randrange(256) for _ in range(dice.randrange(1, 2000))),
        lambda: b"GET /" + b"a" * dice.randrange(100_000) + b" HTTP/1.1\r\n" + host + b"\r\n",
        lambda: b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * dice.randrange(3000) + b"\r\n",
        lambda: b"POST /api/shots HTTP/1.1\r\n" + host + b"Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}",
        lambda: b"POST /api/shots HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        lambda: b"GET /api/elements?after=" + b"%" * dice.randrange(500) + b" HTTP/1.1\r\n" + host + b"\r\n",
        lambda: b"GET  HTTP/9.9\r\n\r\n", lambda: b"\0" * dice.randrange(1, 5000), lambda: b"\r\n" * 3000,
        # A good request with some bytes changed.
        lambda: bytes(dice.randrange(256) if dice.random() < 0.02 else byte for byte in whole),
    ]
    while time.monotonic() < end:
        one = socket.socket()
        try:
            one.settimeout(0.2)
            one.connect(("127.0.0.1", place.port))
            one.sendall(dice.choice(kinds)())
            count("malformed requests")
            if dice.random() < 0.5 and one.recv(4096).startswith(b"HTTP/1.1 4"):
                count("refused")
        except OSError:
            pass
        finally:
            one.close()


def ask(line=None):
    return gallery.ask("/api/elements?limit=100", line)[0]


def told(what, times):
    print(f"{what:12} {len(times):6} {statistics.median(times):10.1f} {sorted(times)[len(times) * 99 // 100]:10.1f} "
          f"{max(times):10.1f} ms")


threads = [threading.Thread(target=hold)] + [threading.Thread(target=send, args=(seed,)) for seed in range(SENDERS)]
try:
    quiet = [ask() for _ in range(20)]
    for thread in threads:
        thread.start()
    kept, fresh = [], []
    while time.monotonic() < end:
        kept.append(ask())
        start = time.monotonic()
        other = gallery.connect()
        ask(other)
        other.close()
        fresh.append((time.monotonic() - start) * 1000)
        time.sleep(0.05)
    for thread in threads:
        thread.join()
    print(f"{'':12} {'asked':>6} {'median':>10} {'99 of 100':>10} {'most':>10}")
    told("before", quiet)
    told("open page", kept)
    told("new page", fresh)
    print("; ".join(f"{number} {what}" for what, number in counts.items()))
    time.sleep(2)
    print(f"the server's memory at its most: {gallery.peak} MB; it is running: {gallery.server.poll() is None}")
finally:
    gallery.stop()
