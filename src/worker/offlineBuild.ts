import { BUILD_BYTES, type Build } from '../runtime/build';

/** The part of onnxruntime-web that is too large to be fetched before the first run, as far as offline use goes. */
export function offlineBuild(build: Build) {
  // Found only when asked for: the page itself needs no file of onnxruntime-web.
  const address = async () =>
    new URL((await (await import('../runtime/buildFiles')).filesOf(build)).wasm, location.href);
  /** Whether this browser keeps it; null where it keeps nothing (no service worker: private windows, development; storage that is blocked). */
  const isKept = async (): Promise<boolean | null> => {
    if (!navigator.serviceWorker?.controller) return null;
    const file = await address();
    try {
      // The service worker keeps a file under its address and its hash.
      return (await caches.match(file, { ignoreSearch: true, ignoreVary: true })) !== undefined;
    } catch {
      // Where storage is blocked the question itself is refused.
      return null;
    }
  };
  return {
    build,
    /** What keeping it takes, in bytes. */
    bytes: BUILD_BYTES[build],
    isKept,
    /** Fetches it, whereupon the service worker keeps it. @throws Error when it cannot be had */
    async keep(signal: AbortSignal): Promise<void> {
      const response = await fetch(await address(), { signal });
      if (!response.ok)
        throw new Error(`onnxruntime-web could not be had (HTTP ${response.status}). Try again in a while.`);
      await response.arrayBuffer();
      if (await isKept()) return;
      throw new Error('This browser has no room to keep it: runs work while there is a network.');
    },
  };
}
