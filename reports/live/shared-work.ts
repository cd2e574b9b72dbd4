/** Work that several pages ask for at the same moment, such as after a run, is done once for all of them. */
export class SharedWork<Result> {
  readonly #underWay = new Map<string, Promise<Result>>();

  /** The work of this name, begun now unless it is under way. */
  do(name: string, work: () => Promise<Result>): Promise<Result> {
    const known = this.#underWay.get(name);
    if (known) return known;
    const begun = work().finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, begun);
    return begun;
  }
}
