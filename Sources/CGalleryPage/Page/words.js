// Texts of the server in the words of the page.

import { t } from "./texts.js";

// Roles whose names differ from their ids, and what the page calls a version; not in names of
// files.
const TERMS = /(?<![\w@/.-])(three-quarter-(?:left|right)|full-body|unsorted|[Rr]evisions?)(?![\w/-]|\.\w)/g;

/** Returns a text of the server with the names of roles in place of their ids, and "version". */
export const pageWords = (text) => text.replace(TERMS, (term) => t.roles[term]
  ?? term.replace("Revision", "Version").replace("revision", "version"));
