// Dropped files in groups, one for each future element, with undo.

let lastId = 0;

/**
 * The files in `groups` (`{ id, drops, proposal?, keys, isChanged }`) and those `unsorted`. `keys`
 * are the handles that the server proposed for what is in the group. Groups are never changed, only
 * replaced, so that undo goes back to earlier ones.
 */
export class Arrangement {
  #past = [];
  #future = [];
  groups = [];
  unsorted = [];

  get canUndo() { return this.#past.length > 0; }

  get canRedo() { return this.#future.length > 0; }

  /** Starts over with proposed groups, each with its files; this can be undone. */
  start(proposals, unsorted) {
    this.#change(proposals.map(({ proposal, drops }) =>
      ({ id: lastId += 1, drops, proposal, keys: [proposal.handle], isChanged: false })), unsorted);
  }

  /** Adds files that are ready and new, and forgets those that are gone; neither is undone. */
  update(drops, isReady) {
    const isThere = new Set(drops);
    const known = new Set([...this.groups.flatMap((group) => group.drops), ...this.unsorted]);
    const added = drops.filter((one) => isReady(one) && !known.has(one));
    const left = (all) => all.filter((one) => isThere.has(one));
    this.#everywhere(({ groups, unsorted }) => ({
      groups: withoutEmpty(groups.map((group) => withDrops(group, left(group.drops)))),
      unsorted: [...left(unsorted), ...added],
    }));
  }

  /** The group with a number, or the one that a file is in. */
  group(id) { return this.groups.find((group) => group.id === id); }

  groupOf(drop) { return this.groups.find((group) => group.drops.includes(drop)); }

  /** The group that has become of the one with a proposed handle. */
  groupOfKey(handle) { return this.groups.find((group) => group.keys.includes(handle)); }

  /**
   * Moves files to the group with a number, to `unsorted`, or to a `new` group; returns the group.
   */
  move(drops, to, keys = []) {
    const target = to === "new" ? { id: lastId += 1, drops: [], keys, isChanged: true } : this.group(to);
    if (to !== "unsorted" && !target) return undefined;
    if (drops.every((one) => target ? target.drops.includes(one) : this.unsorted.includes(one))) return undefined;
    const stays = (one) => !drops.includes(one);
    const groups = (to === "new" ? [...this.groups, target] : this.groups).map((group) => {
      const rest = group.drops.filter(stays);
      if (group.id === target?.id) return changed(group, [...rest, ...drops]);
      return rest.length < group.drops.length ? changed(group, rest) : group;
    });
    const unsorted = this.unsorted.filter(stays);
    this.#change(withoutEmpty(groups), to === "unsorted" ? [...unsorted, ...drops] : unsorted);
    return this.group(target?.id);
  }

  /** Merges a group into another one; returns it. */
  merge(id, into) {
    const [from, target] = [this.group(id), this.group(into)];
    if (!from || !target || from === target) return undefined;
    const merged = { ...changed(target, [...target.drops, ...from.drops]), keys: [...target.keys, ...from.keys] };
    this.#change(this.groups.filter((group) => group !== from).map((group) => group === target ? merged : group),
      this.unsorted);
    return merged;
  }

  /** Removes groups whose files were stored. Nothing before that can be undone. */
  remove(ids) {
    this.groups = this.groups.filter((group) => !ids.includes(group.id));
    this.#past = [];
    this.#future = [];
  }

  undo() { this.#step(this.#past, this.#future); }

  redo() { this.#step(this.#future, this.#past); }

  get #state() { return { groups: this.groups, unsorted: this.unsorted }; }

  #change(groups, unsorted) {
    if (this.groups.length + this.unsorted.length > 0) this.#past.push(this.#state);
    this.#future = [];
    Object.assign(this, { groups, unsorted });
  }

  #step(from, to) {
    if (from.length === 0) return;
    to.push(this.#state);
    Object.assign(this, from.pop());
  }

  #everywhere(act) {
    Object.assign(this, act(this.#state));
    this.#past = this.#past.map(act);
    this.#future = this.#future.map(act);
  }
}

const withDrops = (group, drops) => drops.length === group.drops.length ? group : { ...group, drops };
const changed = (group, drops) => ({ ...group, drops, isChanged: true });
const withoutEmpty = (groups) => groups.filter((group) => group.drops.length > 0);
