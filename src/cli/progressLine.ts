/** One line on stderr that is written over while `total` things are done; where that is no terminal, a line now and then. */
export function progressLine(total: number) {
  const { stderr } = process;
  const began = performance.now();
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(done: number, text: () => string) {
      const now = performance.now();
      if (now - last < (stderr.isTTY ? 250 : 10_000) && done < total) return;
      last = now;
      const left = (((now - began) / done) * (total - done)) / 1000;
      const line = `${text()} · ${left.toFixed(0)} s left`;
      stderr.write(stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
    },
    end() {
      if (stderr.isTTY) stderr.write('\n');
    },
  };
}
