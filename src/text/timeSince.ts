/** Units of time by their seconds, the longest first. */
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long ago something was, in words: `5 minutes ago`. `at` is in milliseconds since 1970. */
export function timeSince(at: number, now = Date.now()): string {
  const past = Math.max(0, (now - at) / 1000);
  const [unit, seconds] = UNITS.find((each) => past >= each[1]) ?? UNITS[3];
  if (past < 10) return 'just now';
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(past / seconds), unit);
}
