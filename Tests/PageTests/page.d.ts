// Types for the page's code that its comments can't state.

interface Window {
  /** The answers that early.js requested before the rest of the page was loaded. */
  castbookEarly?: Map<string, Promise<Response>>;
}

/** The page has elements of HTML and SVG alone, and both can be focused. */
interface Element extends HTMLOrSVGElement {}
