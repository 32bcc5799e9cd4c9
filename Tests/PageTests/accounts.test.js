import { accountsOf } from "../../Sources/CGalleryPage/Page/accounts.js";
import { equal } from "./assert.js";

Deno.test("accounts are those with keys of providers, the main one first and always", () => {
  const key = (account, provider) => ({ name: "K", account, provider });
  equal(accountsOf({ keys: [] }), ["main"]);
  equal(accountsOf({ keys: [key("studio", "fal"), key("main", "fal"), key("ben", "Kling"), key("studio", "Kling")] }),
    ["main", "ben", "studio"]);
  equal(accountsOf({ keys: [key("store.team")] }), ["main"]);
});
