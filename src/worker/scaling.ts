import { AXES } from '../scaling/axes';
import { curveOf } from '../scaling/curve';
import { type Offer, offers } from '../scaling/double';
import { contractions } from '../scaling/expansion';
import type { ScalingProtocol, StepAnswer } from './messages';
import type { Call, Handlers } from './serve';

/** The scaling worker's answers: thousands of designs counted beside the page, so that the page stays at hand. */
export function createScaling(): Handlers<ScalingProtocol> {
  return {
    offers: async ({ design, factor, device }) => offers(design, factor, device).map(answerOf),
    contractions: async ({ design, targetMacs, device }) => contractions(design, targetMacs, device).map(answerOf),
    curves: async ({ design, measures, device }, call) => {
      const curves = [];
      for (const axis of AXES) {
        await turn(call);
        const { plateaus } = curveOf(design, axis, measures, { device });
        curves.push({ axis: axis.name, plateaus });
      }
      return curves;
    },
  };
}

/** An axis is functions, which no message carries: its name stands for it. */
function answerOf({ axis, candidate, stuck }: Offer): StepAnswer {
  return { axis: axis.name, candidate, stuck };
}

/** Lets the event loop turn, so that a cancellation is heard. */
async function turn({ signal }: Pick<Call<unknown>, 'signal'>): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}
