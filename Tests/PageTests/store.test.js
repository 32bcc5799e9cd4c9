import { ShotStore } from "../../Sources/CGalleryPage/Page/shots-store.js";
import { equal, ok } from "./assert.js";

/** Replaces the browser's storage and the server for the time of a test. */
async function withBrowser(answers, run) {
  const kept = new Map();
  const asked = [];
  const { fetch } = globalThis;
  const storage = new Proxy({}, {
    get: (_, name) => ({
      getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value),
      removeItem: (key) => kept.delete(key),
    })[name],
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true, writable: true });
  Object.assign(globalThis, { window: globalThis });
  globalThis.fetch = (path, options) => {
    asked.push({ path: String(path), body: options?.body && JSON.parse(String(options.body)) });
    const answer = answers[String(path)];
    return Promise.resolve(Response.json(typeof answer === "function" ? answer(asked.at(-1).body) : answer));
  };
  try {
    await run({ kept, asked });
  } finally {
    globalThis.fetch = fetch;
  }
}

const project = "01JD0000000000000000000001";
const empty = { "/api/projects": { projects: [{ project, path: "/films/one" }] }, "/api/drafts": { drafts: [] } };

Deno.test("drafts are in the order of their names, and twins have keys of their own", async () => {
  const drafts = [
    { draft: "1", name: "Shot 10", text: "", sha256: "aa".repeat(32) },
    { draft: "2", name: "Shot 9", text: "", sha256: "bb".repeat(32) },
    { draft: "2", name: "Shot 9", text: "other", sha256: "cc".repeat(32) },
  ];
  await withBrowser({ ...empty, "/api/drafts": { drafts } }, async () => {
    const store = new ShotStore();
    await store.load();
    equal(store.items.map((one) => one.name), ["Shot 9", "Shot 9", "Shot 10"]);
    equal(new Set(store.items.map((one) => one.key)).size, 3);
  });
});

Deno.test("a name that is taken gets a number before its suffix", async () => {
  const drafts = ["a.md", "a 2.md"].map((name, at) => ({ draft: String(at), name, text: "", sha256: `0${at}` }));
  await withBrowser({ ...empty, "/api/drafts": { drafts } }, async () => {
    const store = new ShotStore();
    await store.load();
    equal([store.freeName("a.md"), store.freeName("b/c"), store.freeName(" a.md ")], ["a 3.md", "b-c", "a 3.md"]);
  });
});

Deno.test("what is not saved survives, with the text it was made from, until it is saved", async () => {
  const shot = { path: "one.md", text: "old", sha256: "11" };
  const answers = { ...empty, [`/api/projects/${project}/shots`]: (body) => body
    ? { shot: { ...shot, text: body.text, sha256: "22" } } : { shots: [shot] } };
  await withBrowser(answers, async ({ asked }) => {
    const store = new ShotStore();
    await store.load(project);
    const [item] = store.items;
    ok(store.buffer(item, "new"), "the browser keeps it");
    equal(store.unsaved(item), { text: "new", sha256: "11" });
    const { item: saved } = await store.save(item, "new");
    equal(asked.at(-1).body, { path: "one.md", text: "new", sha256: "11" });
    equal([saved.sha256, store.items[0].text, store.unsaved(item)], ["22", "new", undefined]);
  });
});

Deno.test("a file that changed elsewhere is returned, and the text stays", async () => {
  const shot = { path: "one.md", text: "old", sha256: "11" };
  const answers = { ...empty, [`/api/projects/${project}/shots`]: (body) => body
    ? { changed: { ...shot, text: "theirs", sha256: "33" } } : { shots: [shot] } };
  await withBrowser(answers, async () => {
    const store = new ShotStore();
    await store.load(project);
    const [item] = store.items;
    store.buffer(item, "mine");
    const { changed, item: saved } = await store.save(item, "mine");
    equal([saved, changed.text, store.unsaved(item).text], [undefined, "theirs", "mine"]);
  });
});

Deno.test("a draft becomes a file with a suffix in a project, and a taken name loses nothing", async () => {
  const drafts = [{ draft: "1", name: "act 1/intro.txt", text: "hello", sha256: "00" }];
  let isTaken = true;
  const answers = {
    ...empty, "/api/drafts": { drafts }, "/api/drafts/remove": { draft: { ...drafts[0], removed: true } },
    [`/api/projects/${project}/shots`]: ({ path, text }) => isTaken ? {} : { shot: { path, text, sha256: "44" } },
  };
  await withBrowser(answers, async ({ asked }) => {
    const store = new ShotStore();
    await store.load();
    const [item] = store.items;
    equal(await store.moveTo(project, item), { isTaken: true });
    equal(store.items.length, 1);
    isTaken = false;
    const { item: moved } = await store.moveTo(project, item);
    equal([moved.name, store.items.length], ["act 1-intro.md", 0]);
    equal(asked.map((one) => one.path).at(-1), "/api/drafts/remove");
  });
});

Deno.test("texts that only this browser has are there without a project", async () => {
  await withBrowser(empty, async ({ kept }) => {
    kept.set("castbook.shot:Old", "text");
    kept.set("castbook.unsaved:x", "{broken");
    const store = new ShotStore();
    await store.load();
    equal(store.items.map(({ name, text }) => [name, text]), [["Old", "text"]]);
    equal(store.unsaved({ key: "x" }), undefined);
  });
});
