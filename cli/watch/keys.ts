/**
 * Calls what a key stands for while the terminal's own line editing is off; Ctrl-C stays an interrupt. Without a terminal to
 * type at, nothing happens.
 * @returns gives the keyboard back.
 */
export function listenToKeys(keys: Readonly<Record<string, () => void>>): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const pressed = (text: string) => {
    for (const key of text) {
      if (key === CTRL_C) process.kill(process.pid, 'SIGINT');
      else keys[key]?.();
    }
  };
  stdin.setRawMode(true).setEncoding('utf8').on('data', pressed).resume();
  return () => {
    stdin.off('data', pressed).pause().setRawMode(false);
  };
}

const CTRL_C = '\u0003';
