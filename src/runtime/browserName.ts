/**
 * The browser and its version as its user agent tells them: "Chrome 156", "Firefox 149", "Safari 27.1". What was proved in
 * one version is proved anew in the next: its compilers and drivers are others.
 */
export function browserName(userAgent = globalThis.navigator?.userAgent ?? ''): string {
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return userAgent === '' ? 'this browser' : userAgent;
}

/** In order: what imitates another comes before it. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/([\d.]+)/, 'Firefox'],
  [/\b(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/([\d.]+).* Safari\//, 'Safari'],
];
