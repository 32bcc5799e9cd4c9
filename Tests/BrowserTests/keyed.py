"""A browser without a mouse: what a walk clicks is reached and pressed by the keyboard, or the walk fails.

Tab is pressed at the place before the one that is wanted, so that the browser itself decides what comes next. In a
group of which only one has the focus at a time, such as the grid or a menu, arrows move.
"""
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

# Parts of a tile of the grid that have a key of their own while the tile has the focus.
KEYS_OF_TILES = {".tile-looks": "l", ".tile-check": "x"}

# The place that takes the focus for what is clicked, and the one before it in the order of Tab.
WANTED = """
    const clicked = arguments[0];
    const dialogs = [...document.querySelectorAll("dialog[open]")];
    const top = dialogs.filter((one) => one.matches(":modal")).pop() ?? document.body;
    const stops = "a[href], button, input, select, textarea, summary, audio, video, iframe, [tabindex]";
    const list = clicked.closest("[role=listbox]");
    const field = list?.id && top.querySelector(`[role=combobox][aria-controls="${list.id}"]`);
    const wanted = field ? clicked.closest("[role=option]") : clicked.matches(stops) ? clicked : clicked.closest("label")?.control ?? clicked.closest(stops);
    if (!wanted) return { why: "nothing here takes the focus" };
    if (wanted.disabled) return { why: "it is disabled" };
    const takesTab = (one) => {
      if (one.tabIndex < 0 || one.disabled || one.closest("[inert]") || !one.checkVisibility({ visibilityProperty: true })) return false;
      if (one.type !== "radio" || one.checked) return true;
      const group = [...top.querySelectorAll("input[type=radio]")].filter((other) => other.name === one.name);
      return !group.some((other) => other.checked) && group[0] === one;
    };
    const order = [...top.querySelectorAll(stops)].filter(takesTab);
    const at = order.indexOf(wanted);
    const stop = (one) => ({ one, before: order[order.indexOf(one) - 1], after: order[order.indexOf(one) + 1] });
    if (at >= 0) return { wanted, stop: stop(wanted) };
    if (field) return { wanted, field, stop: document.activeElement === field ? undefined : stop(field) };
    const radios = wanted.type === "radio" && order.find((one) => one.type === "radio" && one.name === wanted.name);
    const group = wanted.closest("[role=listbox], [role=grid], [role=menu], [role=toolbar], [role=radiogroup], .roles-sheet");
    const first = radios || group && order.find((one) => group.contains(one));
    if (first || group?.contains(document.activeElement)) {
      return { wanted, isInside: true, stop: group?.contains(document.activeElement) ? undefined : stop(first) };
    }
    return { why: "Tab does not come here, and it is in no group that arrows move in" };
    """


def press(page, *keys):
    ActionChains(page).send_keys(*keys).perform()


def chord(page, held, key):
    ActionChains(page).key_down(held).send_keys(key).key_up(held).perform()


def has_focus(page, one):
    return page.execute_script("return document.activeElement === arguments[0]", one)


def reach(page, stop, what):
    """Presses Tab so that the browser itself moves the focus to a place."""
    if has_focus(page, stop["one"]):
        return
    ways = ((stop["before"], lambda: press(page, Keys.TAB)), (stop["after"], lambda: chord(page, Keys.SHIFT, Keys.TAB)))
    for near, step in ways:
        if near is None:
            continue
        page.execute_script("arguments[0].focus({ preventScroll: true })", near)
        # A field of a date or a player has several stops of its own.
        for _ in range(12):
            step()
            if has_focus(page, stop["one"]):
                return
    if stop["before"] is None and stop["after"] is None:
        page.execute_script("document.activeElement.blur()")
        press(page, Keys.TAB)
        if has_focus(page, stop["one"]):
            return
    raise AssertionError(f"Tab does not come to {what}")


def move(page, wanted, what):
    """Moves within a group by arrows."""
    for arrow in (Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.ARROW_LEFT, Keys.ARROW_UP):
        last = None
        for _ in range(80):
            if has_focus(page, wanted):
                return
            press(page, arrow)
            now = page.switch_to.active_element
            if now == last:
                break
            last = now
    raise AssertionError(f"no arrow comes to {what}")


def pick(page, field, wanted, what):
    """Chooses in a list that narrows while one writes: the focus stays in its field."""
    chosen = lambda: page.execute_script("return arguments[0].getAttribute('aria-activedescendant')", field)
    for arrow in (Keys.ARROW_DOWN, Keys.ARROW_UP):
        for _ in range(100):
            before = chosen()
            if before == wanted.get_attribute("id"):
                press(page, Keys.ENTER)
                return
            press(page, arrow)
            if chosen() == before:
                break
    raise AssertionError(f"no arrow comes to {what}")


def choose(option):
    """Chooses in a list that the system draws."""
    box = option.find_element(By.XPATH, "./ancestor::select")
    activate(box)
    at = box.find_elements(By.TAG_NAME, "option").index(option)
    press(option.parent, Keys.HOME, *[Keys.ARROW_DOWN] * at)
    if not option.is_selected():
        raise AssertionError(f"no arrow comes to {option.text}")


def activate(one):
    """What a click does, by keys alone."""
    page = one.parent
    if one.tag_name == "option":
        choose(one)
        return
    what = page.execute_script("return arguments[0].outerHTML.slice(0, 200)", one)
    tile = next(((selector, key) for selector, key in KEYS_OF_TILES.items() if page.execute_script(
        "return arguments[0].closest(arguments[1]) !== null", one, selector)), None)
    if tile:
        one = page.execute_script("return arguments[0].closest('[role=option]')", one)
    found = page.execute_script(WANTED, one)
    if "why" in found:
        raise AssertionError(f"{found['why']}: {what}")
    wanted = found["wanted"]
    if found.get("stop"):
        reach(page, found["stop"], what)
    if found.get("field"):
        pick(page, found["field"], wanted, what)
        return
    if found.get("isInside"):
        move(page, wanted, what)
    if tile:
        press(page, tile[1])
        return
    kind = wanted.tag_name, wanted.get_attribute("type") or ""
    if kind[0] == "input" and kind[1] in ("checkbox", "radio"):
        if not (kind[1] == "radio" and wanted.is_selected()):
            press(page, Keys.SPACE)
    elif wanted.get_attribute("aria-selected") == "true" and "thumb" in wanted.get_attribute("class"):
        # What the strip has the focus on is shown large already.
        pass
    elif kind[0] in ("a", "button", "summary") or wanted.get_attribute("role") in ("button", "option", "menuitem"):
        press(page, Keys.ENTER)
    elif wanted.get_attribute("aria-expanded") == "false":
        press(page, Keys.ARROW_DOWN)
    # What is left only takes the focus: a field to write in, a list of the system.


def use_keys():
    """From now on the keyboard does what walks click."""
    WebElement.click = activate
