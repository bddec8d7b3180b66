import type { Design } from '../../design/design';
import { energyOf } from '../../training/energy';
import type { Recognised } from '../../training/evaluation';
import type { OpenModel, Runner, Studio } from '../../worker/client';
import type { CheckpointWeights } from '../../worker/studioProtocol';
import type { Learnt } from './classes';

/** What was learnt, as weights that runs and exports can name, and as an open network. One stands open at a time. */
export type LearntNetwork = ReturnType<typeof createLearntNetwork>;

/** A place for the learnt network; nothing is opened before it is asked for. */
export function createLearntNetwork(studio: () => Studio, runner: () => Promise<Runner>) {
  let opened: { readonly file: Blob; readonly weights: Promise<CheckpointWeights> } | null = null;
  let model: { readonly file: Blob; readonly open: OpenModel } | null = null;

  const openFile = async (file: Blob, onScreen: Design): Promise<CheckpointWeights> => {
    const { checkpoint } = await studio().request('openCheckpoint', { file, onScreen });
    return { kind: 'checkpoint', checkpoint, seed: 0 };
  };
  const weights = ({ file, design }: Learnt): Promise<CheckpointWeights> => {
    if (opened?.file === file) return opened.weights;
    const made = openFile(file, design);
    opened = { file, weights: made };
    made.catch(() => {
      opened = null;
    });
    return made;
  };
  return {
    /** Opens the learnt file as a checkpoint of the studio worker; the same one is opened once. */
    weights,
    /** Opens it to be run. @throws RequestError */
    async open(learnt: Learnt, signal: AbortSignal): Promise<OpenModel> {
      if (model?.file === learnt.file && model.open.isOpen()) return model.open;
      await model?.open.close();
      model = null;
      const asked = { design: learnt.design, weights: await weights(learnt), outputs: [], provider: 'auto' } as const;
      const open = await (await runner()).open(asked, { signal });
      model = { file: learnt.file, open };
      return open;
    },
  };
}

/** What scores before softmax say. */
export function recognisedFrom(scores: Float32Array): Recognised {
  return { probabilities: probabilitiesOf(scores), energy: energyOf(scores) };
}

function probabilitiesOf(scores: Float32Array): readonly number[] {
  const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const powers = Array.from(scores, (score) => Math.exp(score - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
