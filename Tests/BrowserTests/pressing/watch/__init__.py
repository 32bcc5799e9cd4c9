"""The script in the page: finds controls, records activity, and reports on each press."""
import pathlib

FOLDER = pathlib.Path(__file__).parent
# The files share one scope, in this order.
FILES = ("activity.js", "controls.js", "press.js", "report.js")
# A page without storage, such as about:blank, is not watched. In others each view starts without
# stored settings.
START = "(() => {\ntry { localStorage.clear(); } catch { return; }\n"
END = "})();\n"


def script():
    """Returns the script to run before the page's own scripts in each new document."""
    return START + "".join((FOLDER / name).read_text() for name in FILES) + END
