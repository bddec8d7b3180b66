import type { Design } from '../../design/design';
import { singleClip } from '../../design/singleClip';
import type { Tensor } from '../../tensor/tensor';
import type { OpenModel, OpenParams } from '../../worker/client';
import type { App } from '../app';
import { noiseFor } from '../run/noiseSource';
import type { Workers } from '../workers';
import type { Contender, MeasureStep } from './measurements';
import type { Attention } from './pageAttention';

/** What measuring needs: the store it reports to, the workers it measures in, and whether the page is looked at. */
export interface MeasurePlace extends Pick<App, 'measurements'>, Pick<Workers, 'studio' | 'runner'> {
  /** Stops whatever else uses the session worker. */
  takeOver(): void;
  /** Browsers slow down a page in the background. */
  readonly attention: Attention;
}

/** One measurement while it goes on: where it measures, how it is stopped, and what it opened. */
export interface Measurement extends MeasurePlace {
  readonly signal: AbortSignal;
  /** Says what the measurement is busy with, and how far it is, 0 to 1. */
  onProgress(step: MeasureStep, done?: number | null, paused?: boolean): void;
  /** The networks it opened, which are closed at its end. */
  readonly opened: Set<OpenModel>;
}

/** One run, and what the page saw of it. */
export type MeasuredRun = Awaited<ReturnType<OpenModel['run']>> & {
  /** From the page's call to the page's answer, in ms. */
  readonly page: number;
  /** Runs before it that were set aside because the page was in the background. */
  readonly setAside: number;
};

/** Opens a network to be measured. `signal` stops the opening, with all that is open in the worker. */
export async function openContender(
  { runner, signal: own, onProgress, opened }: Measurement,
  { design, weights, provider, form }: Contender,
  { signal = own, ...how }: Partial<OpenParams> & { readonly signal?: AbortSignal | null } = {},
): Promise<OpenModel> {
  const params = { design: singleClip(design), weights, provider, form, outputs: [], ...how };
  const model = await (await runner()).open(params, {
    signal: signal ?? undefined,
    onProgress: (step) => onProgress(step),
  });
  opened.add(model);
  return model;
}

/** Noise in the shape of the design's clip: what a network takes does not depend on what it sees. */
export function clipFor({ studio, signal }: Measurement, design: Design): Promise<Tensor> {
  return noiseFor(studio(), design, 0, signal);
}

/** One undisturbed run: those during which the page went to the background are set aside and made again. */
export async function runOnce(
  { attention, signal }: Measurement,
  model: OpenModel,
  clip: Tensor,
  onAway: () => void,
): Promise<MeasuredRun> {
  for (let setAside = 0; ; setAside++) {
    const before = attention.absences();
    const began = performance.now();
    const result = await model.run(clip, { signal });
    const page = performance.now() - began;
    if (attention.absences() === before) return { ...result, page, setAside };
    onAway();
    await attention.present(signal);
  }
}

/** The sum of some numbers; 0 of none. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
