import { sameValue } from '../../design/sameValue';
import { memoised } from '../../memo/memoised';
import { isRecord } from '../../text/json';
import { countText } from '../../text/numberText';
import type { App } from '../app';
import { fileName } from '../document/designName';
import type { Snapshot } from '../document/snapshots';
import { type Opener, openerOf } from '../files/opener';
import { browserKeyValues, type KeyValues } from '../keyValues';
import { wholeRunName } from './runName';
import { stepsOf, type TrainRun } from './train';
import { trainedDesign } from './trainDesign';
import { trainRunsOf } from './trainRuns';

interface Kept {
  /** Another number is of another version of the app, which cannot be read. */
  readonly version: typeof VERSION;
  readonly run: TrainRun;
  readonly weights: Blob;
}

const VERSION = 1;

type TwinsPlace = Pick<App, 'snapshots' | 'train' | 'session' | 'notices'> &
  Pick<Opener, 'open'> & { weights(): Promise<Blob> };

/** An app's trained twins, which live in the browser's store. */
export const twinsOf = memoised((app: App) =>
  createTwins(
    { ...app, open: openerOf(app).open, weights: () => trainRunsOf(app).weights() },
    browserKeyValues('x3d-twins'),
  ),
);

/** Trained twins of snapshots: networks that had learnt something when a snapshot of their design was taken, kept in a store. */
export function createTwins({ snapshots, train, session, notices, open, weights }: TwinsPlace, store: KeyValues) {
  const read = async ({ id, name }: Snapshot): Promise<Kept | null> => {
    const kept = await store.get(id).catch(() => null);
    if (isRecord(kept) && kept.version === VERSION) return kept as unknown as Kept;
    notices.notify(`What “${name}” had learnt is no longer in this browser’s store.`);
    return null;
  };
  return {
    /** Keeps the run on the screen and its weights with a snapshot of the same network; nothing for another network. */
    async keep(snapshot: Snapshot): Promise<void> {
      const { run } = train.getState();
      if (!run || stepsOf(run) === 0 || !sameValue(run.design, trainedDesign(snapshot.design, run.choice.task))) return;
      try {
        await store.set([[snapshot.id, { version: VERSION, run, weights: await weights() } satisfies Kept]]);
        snapshots.setTrained(snapshot.id, trainedText(run));
        const living = new Set(snapshots.getState().snapshots.map(({ id }) => id));
        await store.delete((await store.keys()).filter((id) => !living.has(id)));
      } catch {
        notices.notify('The snapshot holds the design alone: this browser has no room for its weights.');
      }
    },
    /** Opens the weights kept with a snapshot, like any checkpoint. */
    async open(snapshot: Snapshot): Promise<void> {
      const kept = await read(snapshot);
      if (kept) await open(kept.weights, fileName(snapshot.name, 'safetensors'));
    },
    /** Lays the curves kept with a snapshot beside those of the run on the screen, on the Train face. */
    async compare(snapshot: Snapshot): Promise<void> {
      const kept = await read(snapshot);
      if (!kept) return;
      train.keepRun(kept.run);
      session.setState({ face: 'train' });
    },
  };
}

/** What a run has learnt, in words. */
function trainedText(run: TrainRun): string {
  const held = run.validations.at(-1);
  const share = held && `${Math.round(100 * held.accuracy.share)} % of held-out clips right`;
  return [wholeRunName(run), countText(stepsOf(run), 'update'), share].filter(Boolean).join(', ');
}
