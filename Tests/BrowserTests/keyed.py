"""Replaces the clicks of a walk by keys; the walk fails if the keyboard can't reach a control.

The script focuses the tab stop before the control and presses Tab, so the browser itself decides
what comes next. Within a group with a single tab stop, such as the grid or a menu, arrows move.
"""
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

# Keys for parts of a focused tile.
TILE_KEYS = {".tile-looks": "l", ".tile-check": "x"}

# Returns the control that takes the focus for the clicked element, and its neighbours in tab order.
FIND_TAB_STOP = """
    const clicked = arguments[0];
    const dialogs = [...document.querySelectorAll("dialog[open]")];
    const top = dialogs.filter((one) => one.matches(":modal")).pop() ?? document.body;
    const stops = "a[href], button, input, select, textarea, summary, audio, video, iframe, [tabindex]";
    const list = clicked.closest("[role=listbox]");
    const field = list?.id && top.querySelector(`[role=combobox][aria-controls="${list.id}"]`);
    const wanted = field ? clicked.closest("[role=option]")
      : clicked.matches(stops) ? clicked : clicked.closest("label")?.control ?? clicked.closest(stops);
    if (!wanted) return { why: "no element here is focusable" };
    if (wanted.disabled) return { why: "it is disabled" };
    const takesTab = (one) => {
      if (one.tabIndex < 0 || one.disabled || one.closest("[inert]")) return false;
      if (!one.checkVisibility({ visibilityProperty: true })) return false;
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
    const group = wanted.closest(
      "[role=listbox], [role=grid], [role=menu], [role=toolbar], [role=radiogroup], .roles-sheet");
    const first = radios || group && order.find((one) => group.contains(one));
    if (first || group?.contains(document.activeElement)) {
      return { wanted, isInside: true, stop: group?.contains(document.activeElement) ? undefined : stop(first) };
    }
    return { why: "Tab does not reach it, and it is not in a group with arrow keys" };
    """


def press(page, *keys):
    ActionChains(page).send_keys(*keys).perform()


def chord(page, held, key):
    ActionChains(page).key_down(held).send_keys(key).key_up(held).perform()


def has_focus(page, one):
    return page.execute_script("return document.activeElement === arguments[0]", one)


def tab_to(page, stop, what):
    """Moves the focus to a tab stop by pressing Tab next to it."""
    if has_focus(page, stop["one"]):
        return
    ways = ((stop["before"], lambda: press(page, Keys.TAB)), (stop["after"], lambda: chord(page, Keys.SHIFT, Keys.TAB)))
    for near, step in ways:
        if near is None:
            continue
        page.execute_script("arguments[0].focus({ preventScroll: true })", near)
        # A date field or a player has several tab stops.
        for _ in range(12):
            step()
            if has_focus(page, stop["one"]):
                return
    if stop["before"] is None and stop["after"] is None:
        page.execute_script("document.activeElement.blur()")
        press(page, Keys.TAB)
        if has_focus(page, stop["one"]):
            return
    raise AssertionError(f"Tab does not reach {what}")


def arrow_to(page, wanted, what):
    """Moves the focus within a group with arrow keys."""
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
    raise AssertionError(f"no arrow key reaches {what}")


def choose_in_combobox(page, field, wanted, what):
    """Chooses an option of a combobox, whose field keeps the focus."""
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
    raise AssertionError(f"no arrow key reaches {what}")


def choose_in_select(option):
    """Chooses an option of a native select."""
    box = option.find_element(By.XPATH, "./ancestor::select")
    activate(box)
    at = box.find_elements(By.TAG_NAME, "option").index(option)
    press(option.parent, Keys.HOME, *[Keys.ARROW_DOWN] * at)
    if not option.is_selected():
        raise AssertionError(f"no arrow key reaches {option.text}")


def activate(one):
    """Does with keys alone what a click does."""
    page = one.parent
    if one.tag_name == "option":
        choose_in_select(one)
        return
    what = page.execute_script("return arguments[0].outerHTML.slice(0, 200)", one)
    tile = next(((selector, key) for selector, key in TILE_KEYS.items() if page.execute_script(
        "return arguments[0].closest(arguments[1]) !== null", one, selector)), None)
    if tile:
        one = page.execute_script("return arguments[0].closest('[role=option]')", one)
    found = page.execute_script(FIND_TAB_STOP, one)
    if "why" in found:
        raise AssertionError(f"{found['why']}: {what}")
    wanted = found["wanted"]
    if found.get("stop"):
        tab_to(page, found["stop"], what)
    if found.get("field"):
        choose_in_combobox(page, found["field"], wanted, what)
        return
    if found.get("isInside"):
        arrow_to(page, wanted, what)
    if tile:
        press(page, tile[1])
        return
    kind = wanted.tag_name, wanted.get_attribute("type") or ""
    if kind[0] == "input" and kind[1] in ("checkbox", "radio"):
        if not (kind[1] == "radio" and wanted.is_selected()):
            press(page, Keys.SPACE)
    elif wanted.get_attribute("aria-selected") == "true" and "thumb" in wanted.get_attribute("class"):
        # The focused thumbnail is shown large already.
        pass
    elif kind[0] in ("a", "button", "summary") or wanted.get_attribute("role") in ("button", "option", "menuitem"):
        press(page, Keys.ENTER)
    elif wanted.get_attribute("aria-expanded") == "false":
        press(page, Keys.ARROW_DOWN)
    # The others, such as text fields and native selects, only take the focus.


def use_keys():
    """Makes every later click use the keyboard."""
    WebElement.click = activate
