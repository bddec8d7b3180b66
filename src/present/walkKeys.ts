/** Where a key leads from the place `at` of a list that is walked by arrow keys, Home and End; undefined for another key. */
export function walkedTo(key: string, at: number, count: number, back: string, on: string): number | undefined {
  switch (key) {
    case on:
      return (at + 1) % count;
    case back:
      return at <= 0 ? count - 1 : at - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
  }
}
