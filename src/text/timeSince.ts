const STEPS = [
  { seconds: 60, unit: 'second' },
  { seconds: 3600, unit: 'minute' },
  { seconds: 86_400, unit: 'hour' },
  { seconds: Number.POSITIVE_INFINITY, unit: 'day' },
] as const;
const SECONDS = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;

/** How long ago something was, in words: `5 minutes ago`. `at` is in milliseconds since 1970. */
export function timeSince(at: number, now = Date.now()): string {
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 10) return 'just now';
  const unit = STEPS.find((step) => seconds < step.seconds)?.unit ?? 'day';
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(seconds / SECONDS[unit]), unit);
}
