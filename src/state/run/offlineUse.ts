import { createStore } from 'zustand/vanilla';
import { sentenceOf } from '../../text/sentence';
import type { Runner } from '../../worker/client';
import type { RunSettings } from './runStore';

/** Whether runs work without a network, for the backend that is chosen. */
export type OfflineUse =
  /** Not looked at yet, or this browser keeps nothing. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not kept' | 'keeping' | 'kept'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly bytes: number; readonly message: string };

/** Makes the store of what is known of offline use: nothing yet. */
export function createOfflineUse() {
  const store = createStore<OfflineUse>()(() => ({ kind: 'unknown' }));
  return Object.assign(store, {
    /** Looks whether what the choice will need is kept. */
    async look(runner: Promise<Runner>, provider: RunSettings['provider']): Promise<void> {
      const { bytes, isKept } = (await runner).offline(provider);
      const kept = await isKept();
      if (store.getState().kind === 'keeping') return;
      store.setState(kept === null ? { kind: 'unknown' } : { kind: kept ? 'kept' : 'not kept', bytes }, true);
    },
    /** Fetches and keeps what the choice will need. */
    async keep(runner: Promise<Runner>, provider: RunSettings['provider']): Promise<void> {
      const { bytes, keep } = (await runner).offline(provider);
      store.setState({ kind: 'keeping', bytes }, true);
      try {
        await keep(AbortSignal.timeout(PATIENCE));
        store.setState({ kind: 'kept', bytes }, true);
      } catch (error) {
        store.setState({ kind: 'failed', bytes, message: sentenceOf(error) }, true);
      }
    },
  });
}

/** Longest that fetching may take, in ms: 27 MB over 1 Mbit/s. */
const PATIENCE = 240_000;
