import { build } from '../architecture/build';
import type { Design } from '../design/design';
import { toOnnx } from '../export/onnxGraph';
import { type ChannelwisePiece, channelwisePieces } from '../lowering/channelwisePieces';
import type { Preparation } from './prepare';
import type { WeightsChoice } from './studioProtocol';

/** The pieces of networks by which forms are compared. Those of the last network are kept: they are asked for one by one. */
interface Pieces {
  of(network: { readonly design: Design; readonly weights: WeightsChoice }): Promise<readonly ChannelwisePiece[]>;
}

/** No network is taken to pieces yet. */
export function createPieces({ weightsOf }: Pick<Preparation, 'weightsOf'>): Pieces {
  let known: { readonly key: string; readonly pieces: readonly ChannelwisePiece[] } | null = null;
  return {
    async of({ design, weights }) {
      const key = JSON.stringify([design, weights]);
      if (known?.key === key) return known.pieces;
      const architecture = build(design);
      const chosen = await weightsOf(architecture, weights);
      known = { key, pieces: channelwisePieces(toOnnx(architecture, chosen.weights)) };
      return known.pieces;
    },
  };
}
