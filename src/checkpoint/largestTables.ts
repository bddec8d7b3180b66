/** How many entries the tables (objects) of a JSON text have. */
interface TableSizes {
  /** Entries of the outermost table. */
  readonly outer: number;
  /** Most entries of any table within it. */
  readonly inner: number;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [TABLE, LIST] = [
  { opens: 0x7b, closes: 0x7d },
  { opens: 0x5b, closes: 0x5d },
];

/**
 * Counts the entries of a JSON text's tables by its bytes, without making anything of it: an engine takes seconds for a
 * million keys, which may stand in a few megabytes. A text that is no JSON gets some numbers.
 */
export function largestTables(json: Uint8Array): TableSizes {
  /** Entries so far of every table that is open; -1 for a list. */
  const open: number[] = [];
  let [outer, inner] = [0, 0];
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (isText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isText = false;
      continue;
    }
    const last = open.length - 1;
    if (byte === QUOTE) isText = true;
    else if (byte === TABLE.opens) open.push(1);
    else if (byte === LIST.opens) open.push(-1);
    else if (byte === TABLE.closes || byte === LIST.closes) open.pop();
    else if (byte === COMMA && (open[last] ?? -1) > 0) {
      const entries = (open[last] ?? 0) + 1;
      open[last] = entries;
      if (last === 0) outer = Math.max(outer, entries);
      else inner = Math.max(inner, entries);
    }
  }
  return { outer, inner };
}
