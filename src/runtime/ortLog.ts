/**
 * What onnxruntime-web says. Its binary has no channel but the console, and keeps the functions that it finds there
 * when it starts; so these are replaced before, once, in a thread that holds nothing but onnxruntime-web.
 */
const LEVELS = ['log', 'error'] as const;

let captured: string[] | null = null;
let tapped = false;

/** Must be called before a build starts. */
export function tapConsole(): void {
  if (tapped) return;
  tapped = true;
  for (const level of LEVELS) {
    const speak = console[level].bind(console);
    console[level] = (...words: unknown[]) => {
      if (captured === null) speak(...words);
      else captured.push(words.join(' '));
    };
  }
}

/** Does some work and returns what onnxruntime-web said meanwhile, line by line, instead of showing it. */
export async function captureLog<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly log: string[] }> {
  const [lines, before] = [[] as string[], captured];
  captured = lines;
  try {
    return { result: await work(), log: lines };
  } finally {
    captured = before;
  }
}
