"""What the gallery of a large library takes: its answers, its previews, and its first view in Chromium.

    measure.py CASTBOOK LIBRARY PICTURE ROUNDS
"""
import json, pathlib, statistics, subprocess, sys, time, urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from gallery import Gallery

castbook, library, picture, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
begun = time.time()
gallery = Gallery(castbook, library)
ask, address = gallery.ask, gallery.address


def told(what, times, unit="ms"):
    print(f"{what:58} {min(times):8.1f} {statistics.median(times):8.1f} {max(times):8.1f} {unit}")


def seen(element):
    """Puts its previews in the cache, as if they had been looked at before: tiles have the small ones or the next."""
    digest = element["cover"]["sha256"]
    shelf = library / "cache/previews-1" / digest[:2]
    shelf.mkdir(parents=True, exist_ok=True)
    for side in (320, 640):
        (shelf / f"{digest}-{side}.jpg").write_bytes(pathlib.Path(picture).read_bytes())
    return f"/api/files/{digest}/preview?side=320"


def answers():
    print(f"{'answers, from the first byte asked to the last one read':58} {'least':>8} {'median':>8} {'most':>8}")
    first = json.loads(ask("/api/elements?limit=100")[1])
    print(f"{first['total']} elements")
    pages = json.loads(ask("/api/pages?limit=100")[1])["after"]
    told("/api/library", [ask("/api/library")[0] for _ in range(rounds)])
    told("/api/pages, where each of its pages begins", [ask("/api/pages?limit=100")[0] for _ in range(rounds)])
    told("a page of 100 that nobody has seen",
         [ask(f"/api/elements?limit=100&after={pages[(1 + 7 * n) % len(pages)]}")[0] for n in range(4 * rounds)])
    told("a page of 100 again",
         [ask(f"/api/elements?limit=100&after={pages[(1 + 7 * n) % len(pages)]}")[0] for n in range(4 * rounds)])
    for order in ("handle", "weakest", "kind"):
        starts = json.loads(ask(f"/api/pages?limit=100&stacked=1&sort={order}")[1])["after"]
        told(f"/api/pages, looks stacked, sorted by {order}",
             [ask(f"/api/pages?limit=100&stacked=1&sort={order}")[0] for _ in range(rounds)])
        told("a page of 100 of it",
             [ask(f"/api/elements?limit=100&stacked=1&sort={order}&after={starts[(1 + 7 * n) % len(starts)]}")[0]
              for n in range(2 * rounds)])
    told("100 products", [ask("/api/elements?kind=product&limit=100")[0] for _ in range(rounds)])
    words = sorted({word.lower() for one in first["elements"] for word in one["name"].split()})
    typed = [word[:count] for word in words[:20] for count in range(1, len(word) + 1)]
    told(f"{len(typed)} searches, as {min(20, len(words))} words are typed",
         [ask(f"/api/elements?words={urllib.parse.quote(one)}&limit=100")[0] for one in typed])
    pairs = [f"{one} {other[:2]}" for one, other in zip(words[:20], words[1:21])]
    told("20 searches for a word and the beginning of another",
         [ask(f"/api/elements?words={urllib.parse.quote(one)}&limit=100")[0] for one in pairs])
    return first["elements"]


def previews(targets):
    for connections in (1, 6):
        done = subprocess.run(
            ["ab", "-q", "-k", "-c", str(connections), "-n", "20000", "-C", gallery.cookie,
             "-H", f"Host: {gallery.place.netloc}", f"http://127.0.0.1:{gallery.place.port}{targets[0]}"], capture_output=True, text=True).stdout
        rate = next(row.split()[3] for row in done.splitlines() if row.startswith("Requests per second"))
        failed = next(row.split()[2] for row in done.splitlines() if row.startswith("Failed requests"))
        print(f"one cached preview, {connections} connection(s), 20,000 times: {rate} a second, {failed} failed")
    start = time.perf_counter()
    for target in targets * (2000 // len(targets)):
        ask(target)
    took = time.perf_counter() - start
    print(f"{len(targets)} cached previews in turn, by one Python client: {2000 / took:.0f} a second")


def browser(width, height):
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 f"--window-size={width},{height}"):
        options.add_argument(word)
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def views():
    firsts, pictures, jumps, frames = [], [], [], []
    for _ in range(rounds):
        page = browser(1440, 900)
        try:
            # The opening address leads on; what is measured is the page itself, by a browser that
            # has nothing of it.
            page.get(address)
            time.sleep(2)
            page.execute_cdp_cmd("Network.clearBrowserCache", {})
            page.get(address.split("?")[0])
            found = page.execute_async_script("""
              const done = arguments[arguments.length - 1];
              const look = () => {
                const tiles = [...document.querySelectorAll(".grid [role=option]")];
                const shown = tiles.filter((one) => one.getBoundingClientRect().top < innerHeight);
                const images = shown.flatMap((one) => [...one.querySelectorAll("img")]);
                if (tiles.length > 0) window.firstTile ??= performance.now();
                if (shown.length > 5 && images.length > 5 && images.every((one) => one.complete && one.naturalWidth)) {
                  done([window.firstTile, performance.now()]);
                } else requestAnimationFrame(look);
              };
              look();""")
            firsts.append(found[0])
            pictures.append(found[1])
            jumps.append(page.execute_async_script("""
              const done = arguments[arguments.length - 1], scroller = document.querySelector(".grid-scroll");
              const start = performance.now();
              scroller.scrollTop = scroller.scrollHeight / 2;
              const look = () => {
                const tiles = [...document.querySelectorAll(".grid [role=option]")];
                const named = tiles.filter((one) => one.getAttribute("aria-label")?.startsWith("@"));
                if (performance.now() - start > 30 && named.length > 5 && named.length === tiles.length) {
                  done(performance.now() - start);
                } else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);"""))
            # Three seconds of scrolling, 60 pixels from one frame to the next: the times between
            # frames.
            frames += page.execute_async_script("""
              const done = arguments[arguments.length - 1], scroller = document.querySelector(".grid-scroll");
              const times = [], start = performance.now();
              let last = start;
              const step = (now) => {
                if (now > last) times.push(now - last);
                last = now;
                scroller.scrollTop += 60;
                if (now - start < 3000) requestAnimationFrame(step);
                else done(times);
              };
              requestAnimationFrame(step);""")
        finally:
            page.quit()
    told("Chromium: the first tiles, from asking for the page", firsts)
    told("Chromium: every picture of the first view", pictures)
    told("Chromium: a jump to the middle, until its tiles have names", jumps)
    told("Chromium: scrolling, from one frame to the next", frames)
    slow = sorted(frames)[len(frames) * 95 // 100]
    print(f"{'Chromium: scrolling, 95 of 100 frames take at most':58} {'':8} {slow:8.1f}")


def slow():
    """The first tile with its picture over a slow line: 400 kbit/s and 400 ms there and back."""
    named, pictured = [], []
    for _ in range(rounds):
        page = browser(390, 844)
        try:
            page.get(address)
            time.sleep(2)
            page.execute_cdp_cmd("Network.enable", {})
            page.execute_cdp_cmd("Network.clearBrowserCache", {})
            page.execute_cdp_cmd("Network.emulateNetworkConditions", {
                "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000})
            page.get(address.split("?")[0])
            found = page.execute_async_script("""
              const done = arguments[arguments.length - 1];
              const look = () => {
                const tiles = [...document.querySelectorAll(".grid [role=option]")];
                if (tiles.some((one) => one.getAttribute("aria-label")?.startsWith("@"))) {
                  window.firstNamed ??= performance.now();
                }
                const images = tiles.flatMap((one) => [...one.querySelectorAll("img")]);
                if (images.some((one) => one.complete && one.naturalWidth)) {
                  done([window.firstNamed, performance.now()]);
                } else requestAnimationFrame(look);
              };
              look();""")
            named.append(found[0])
            pictured.append(found[1])
        finally:
            page.quit()
    told("400 kbit/s, 400 ms: the first tile with its name", named)
    told("400 kbit/s, 400 ms: the first tile with its picture", pictured)


try:
    print(f"castbook serve answers after {(time.time() - begun) * 1000:.0f} ms")
    elements = answers()
    targets = [seen(one) for one in elements if one.get("cover")]
    previews(targets)
    views()
    slow()
    print(f"the server's memory at its most: {gallery.peak} MB")
finally:
    gallery.stop()
