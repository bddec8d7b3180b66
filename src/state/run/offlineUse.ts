import { createStore } from 'zustand/vanilla';
import { sentenceOf } from '../../text/sentence';
import type { Runner } from '../../worker/client';
import type { RunSettings } from './live';

/** Whether runs work without a network, for the backend that is chosen. */
export type OfflineUse =
  /** Not looked at yet, or this browser keeps nothing. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not kept' | 'keeping' | 'kept'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly bytes: number; readonly message: string };

/** What is known of offline use. Changed by the functions below. */
export const offlineStore = createStore<OfflineUse>()(() => ({ kind: 'unknown' }));

/** Looks whether what the choice will need is kept. */
export async function lookAtOfflineUse(runner: Promise<Runner>, provider: RunSettings['provider']): Promise<void> {
  const { bytes, isKept } = (await runner).offline(provider);
  const kept = await isKept();
  if (offlineStore.getState().kind === 'keeping') return;
  offlineStore.setState(kept === null ? { kind: 'unknown' } : { kind: kept ? 'kept' : 'not kept', bytes }, true);
}

/** Fetches and keeps what the choice will need. */
export async function keepForOfflineUse(runner: Promise<Runner>, provider: RunSettings['provider']): Promise<void> {
  const { bytes, keep } = (await runner).offline(provider);
  offlineStore.setState({ kind: 'keeping', bytes }, true);
  try {
    await keep(AbortSignal.timeout(PATIENCE));
    offlineStore.setState({ kind: 'kept', bytes }, true);
  } catch (error) {
    const message = sentenceOf(error);
    offlineStore.setState({ kind: 'failed', bytes, message }, true);
  }
}

/** Longest that fetching may take, in ms: 27 MB over 1 Mbit/s. */
const PATIENCE = 240_000;
