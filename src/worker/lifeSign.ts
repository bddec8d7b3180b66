import type { Alive } from './messages';

/**
 * Tells the page that this worker lives, and by which lock it can see when that ends. A worker that the browser ends for
 * want of memory says nothing more, and no event tells of it; but then its lock is free. A worker that ends before its
 * lock is held never gives this sign, which the page notices too.
 */
export function giveLifeSign(endpoint: { postMessage(message: Alive): void }): void {
  const tell = (lock: string | null) => endpoint.postMessage({ type: 'alive', lock });
  // Pages without TLS have no locks, and a browser may refuse them: there a later silent end is not noticed.
  if (!navigator.locks) {
    tell(null);
    return;
  }
  const lock = `x3d-studio.worker.${crypto.randomUUID()}`;
  const held = () => {
    tell(lock);
    return new Promise<never>(() => {});
  };
  navigator.locks.request(lock, held).catch(() => tell(null));
}
