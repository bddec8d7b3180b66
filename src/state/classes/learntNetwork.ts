import { newest } from '../../memo/newest';
import { energyOf } from '../../training/energy';
import type { Recognised } from '../../training/evaluation';
import type { OpenModel, Runner, Studio } from '../../worker/client';
import type { CheckpointWeights } from '../../worker/studioProtocol';
import { softmax } from '../run/scores';
import type { Learnt } from './classes';

/** What was learnt, as weights that runs and exports can name, and as an open network. One stands open at a time. */
export type LearntNetwork = ReturnType<typeof createLearntNetwork>;

/** A place for the learnt network; nothing is opened before it is asked for. */
export function createLearntNetwork(studio: () => Studio, runner: () => Promise<Runner>) {
  let model: { readonly file: Blob; readonly open: OpenModel } | null = null;

  const weights = newest(
    async ({ file, design }: Learnt): Promise<CheckpointWeights> => {
      const { checkpoint } = await studio().request('openCheckpoint', { file, onScreen: design });
      return { kind: 'checkpoint', checkpoint, seed: 0 };
    },
    ({ file }) => file,
  );
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
  return { probabilities: softmax(Array.from(scores)), energy: energyOf(scores) };
}
