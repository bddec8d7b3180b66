import { groupBy } from '../../tensor/groupBy';
import { rowsOf } from '../../tensor/rows';
import { isNamed, sentenceOf } from '../../text/sentence';
import type { OpenModel } from '../../worker/client';
import { pooledFeatures, resultNamed } from '../run/results';
import type { Refusal } from './classes';
import type { ClipKeeper } from './clipKeeper';
import type { ClipLook } from './looks';
import { type LooksPlace, readLooks } from './looksReader';

/** What computing features needs. */
interface FeaturePlace extends LooksPlace {
  readonly keeper: ClipKeeper;
  /** The network, open, and the name by which its features are kept. */
  readonly model: OpenModel;
  readonly network: string;
  readonly pool: 'avg' | 'max';
  readonly onProgress: (done: number, total: number, perSecond: number) => void;
}

/** Features of looks, and what could not be looked at. */
interface LookFeatures {
  readonly of: ReadonlyMap<ClipLook, Float32Array>;
  readonly refused: readonly Refusal[];
  /** Looks a second, reading and decoding included; null where all were kept from before. */
  readonly perSecond: number | null;
}

/**
 * Pooled features of looks: those kept from before are taken, the others computed one clip at a time and kept at once, so
 * that a pause or a crash loses one clip's. A clip that cannot be read is left out and said.
 * @throws the signal's reason
 */
export async function featuresOf(looks: readonly ClipLook[], place: FeaturePlace): Promise<LookFeatures> {
  const { keeper, network, signal, onProgress } = place;
  const of = new Map<ClipLook, Float32Array>();
  const refused: Refusal[] = [];
  let [computed, ms] = [0, 0];
  const tell = () => onProgress(of.size, looks.length, ms > 0 ? (1000 * computed) / ms : 0);
  for (const [clip, own] of groupBy(looks, (look) => look.clip)) {
    signal.throwIfAborted();
    const kept = new Map(await keeper.features(network, clip.id));
    const missing = own.filter(({ name }) => !kept.has(name));
    if (missing.length > 0) {
      const began = performance.now();
      try {
        for (const [look, values] of await computedFor(clip, missing, place)) kept.set(look.name, values);
        computed += missing.length;
      } catch (error) {
        signal.throwIfAborted();
        if (!isOfTheVideo(error)) throw error;
        refused.push({ name: clip.name, sentence: sentenceOf(error) });
        continue;
      }
      ms += performance.now() - began;
      await keeper.keepFeatures(network, clip.id, kept);
    }
    for (const look of own) of.set(look, kept.get(look.name) as Float32Array);
    tell();
  }
  return { of, refused, perSecond: ms > 0 ? (1000 * computed) / ms : null };
}

async function computedFor(
  clip: ClipLook['clip'],
  looks: readonly ClipLook[],
  place: FeaturePlace,
): Promise<ReadonlyMap<ClipLook, Float32Array>> {
  const { model, pool, signal } = place;
  const clips = await readLooks(clip, looks, place);
  const found = new Map<ClipLook, Float32Array>();
  for (const [at, look] of looks.entries()) {
    signal.throwIfAborted();
    const { outputs } = await model.run(rowsOf(clips, [at]), { signal });
    found.set(look, pooledFeatures(resultNamed(outputs, 'conv5'), pool));
  }
  return found;
}

/** True for what is wrong with one video; the others can be read all the same. */
function isOfTheVideo(error: unknown): boolean {
  return isNamed(error, 'VideoError');
}
