// Choosing the folder of a project: one that is there, one that was moved, or a new one.

import { post, RequestError } from "./api.js";
import { folderDialog } from "./folder-dialog.js";
import { projectAddress } from "./route.js";
import { t } from "./texts.js";
import { folderName } from "./units.js";

const texts = t.views.projects;

/** Opens the dialog; the project that is opened is shown. */
export function openProject(title = texts.open) {
  folderDialog({
    title, lead: texts.openLead, command: "castbook projects --project DIR",
    hint: (one) => one.isProject && texts.isProject,
    state: (one, isHome) => ({ text: one.isProject ? texts.openRun : texts.makeProject(folderName(one.folder)),
      isOff: !one.isProject && isHome }),
    run: async (one) => {
      const answer = await post("/api/projects/open", { folder: one.folder, create: !one.isProject });
      if (answer.unnoted) throw new RequestError(500, { message: answer.unnoted });
      location.hash = projectAddress(answer.project);
    },
  });
}
