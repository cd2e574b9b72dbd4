/** Runs a body when those given before it have ended. */
export type InTurn = <Result>(body: () => Promise<Result>) => Promise<Result>;

/** Runs bodies one after the other, in the order in which they are given; also after one that fails. */
export function oneAfterTheOther(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (body) => {
    const result = last.then(body);
    last = result.catch(() => undefined);
    return result;
  };
}
