"""What the board of a project with many shots takes in Chromium: until its cards are there, and for each action.

    board.py CASTBOOK SCRATCH SHOTS ROUNDS

An action takes as long as Chromium says in its event timing: from the input to the next frame that is painted.
"""
import json, pathlib, shutil, statistics, subprocess, sys, time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from gallery import Gallery

castbook, scratch, count, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
library, film = scratch / "board-library", scratch / "board-film"
for folder in (library, film):
    shutil.rmtree(folder, ignore_errors=True)
film.mkdir(parents=True)


def tool(*words):
    subprocess.run([castbook, "--library", library, *words], cwd=film, check=True, capture_output=True)


def told(what, times):
    print(f"{what:58} {min(times):8.1f} {statistics.median(times):8.1f} {max(times):8.1f} ms")


tool("init", "--starter")
for number in range(1, count + 1):
    (film / f"shot {number:02}.md").write_text(
        "---\ntarget: fal.kling-o3.r2v\nduration: 5\n---\n"
        f"@mira walks to the {number}. window{' with @mug' if number % 2 else ''}.\n")
tool("use", "@mira", "@mug")
project = json.loads(subprocess.run([castbook, "--library", library, "status", "--json"], cwd=film, check=True,
                                    capture_output=True).stdout)["project"]
gallery = Gallery(castbook, library)
options = webdriver.ChromeOptions()
for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1440,900"):
    options.add_argument(word)
page = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)

# The longest events of an action, as the browser reports them.
WATCH = """
    window.slowest = 0;
    window.watcher?.disconnect();
    window.watcher = new PerformanceObserver((list) => {
      for (const one of list.getEntries()) window.slowest = Math.max(window.slowest, one.duration);
    });
    window.watcher.observe({ type: "event", durationThreshold: 16 });"""


def action(run, pause=1.2):
    page.execute_script(WATCH)
    run()
    time.sleep(pause)
    # An event that is shorter than a frame is not reported.
    return page.execute_script("return window.slowest") or 16


def cards():
    return page.find_elements("css selector", ".board-card")


def key(*keys, on):
    page.execute_script("arguments[0].focus()", on.find_element("css selector", "a"))
    chain = ActionChains(page)
    for one in keys[:-1]:
        chain.key_down(one)
    chain.send_keys(keys[-1])
    for one in keys[:-1]:
        chain.key_up(one)
    return chain.perform


try:
    print(f"{count} shots, {rounds} rounds {'':38} {'least':>8} {'median':>8} {'most':>8}")
    firsts, checked, moved, menus, opened, scrolled = [], [], [], [], [], []
    page.get(gallery.address)
    time.sleep(2)
    for _ in range(rounds):
        page.get("about:blank")
        page.get(gallery.address.split("?")[0] + f"#/projects/{project}")
        firsts.append(page.execute_async_script("""
            const [wanted, done] = arguments;
            const look = () => document.querySelectorAll(".board-card").length === wanted
              && document.querySelectorAll(".board-card input[type=checkbox]:not(:disabled)").length === wanted
              ? done(performance.now()) : requestAnimationFrame(look);
            look();""", count))
        time.sleep(1)
        for at in (0, count // 2, count - 1):
            box = cards()[at].find_element("css selector", "input[type=checkbox]")
            page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", box)
            checked.append(action(box.click))
        for at in (1, count // 2):
            moved.append(action(key(Keys.ALT, Keys.ARROW_RIGHT, on=cards()[at])))
        more = cards()[2].find_element("css selector", "[aria-haspopup=menu]")
        page.execute_script("arguments[0].scrollIntoView({ block: 'center' })", more)
        menus.append(action(more.click, 0.4))
        page.execute_script("document.querySelector('.menu')?.hidePopover?.()")
        time.sleep(0.3)
        link = cards()[3].find_element("css selector", "a")
        opened.append(action(link.click))
        page.back()
        time.sleep(1.5)
        scrolled += page.execute_async_script("""
            const done = arguments[0], scroller = document.querySelector(".project"), times = [];
            let last = performance.now();
            const start = last;
            const step = (now) => {
              times.push(now - last);
              last = now;
              scroller.scrollTop += 40;
              if (now - start < 2000) requestAnimationFrame(step);
              else done(times);
            };
            requestAnimationFrame(step);""")
    told("the cards with their states and prices", firsts)
    told("choosing a shot to send", checked)
    told("moving a shot by the keyboard", moved)
    told("opening the menu of a shot", menus)
    told("opening a shot in the editor", opened)
    print(f"{'scrolling, 95 of 100 frames take at most':58} {'':8} {sorted(scrolled)[len(scrolled) * 95 // 100]:8.1f} ms")
    print(f"{'the slowest action':58} {'':8} {'':8} {max(checked + moved + menus + opened):8.1f} ms")
finally:
    page.quit()
    gallery.stop()
