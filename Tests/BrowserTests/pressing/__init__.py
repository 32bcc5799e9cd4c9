"""Presses every control of every view in a real Chromium, and checks the effect of each press.

Only the views are listed, each with the steps that lead to it. The controls are found on the page,
so new ones are pressed as well. A press must have an effect, and must not leave an error, a raw
value such as `undefined`, or a page that is wider than its window.

`views` lists the views, `casts` makes the library that they show, `loading` opens them, `page`
presses, `exploring` decides what to press, and `findings` judges the reports. `watch` is the script
in the page that finds controls and records what a press does.
"""
from .exploring import pressing

__all__ = ["pressing"]
