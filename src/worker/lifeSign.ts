import type { Alive } from './messages';

/**
 * Tells the page that this worker lives, and by which lock it can see when that ends. A worker that the browser ends for
 * want of memory says nothing more, and no event tells of it; but then its lock is free.
 */
export function giveLifeSign(endpoint: { postMessage(message: Alive): void }): void {
  // Not on pages without TLS, where there are no locks: there a silent end is noticed by nobody, as before.
  if (!navigator.locks) return;
  const lock = `x3d-studio.worker.${crypto.randomUUID()}`;
  const held = () => {
    endpoint.postMessage({ type: 'alive', lock });
    return new Promise<never>(() => {});
  };
  navigator.locks.request(lock, held).catch(() => {});
}
