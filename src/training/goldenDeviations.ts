import type { CaseAnswer, GoldenFile, TensorRecord, TrajectoryAnswer } from './goldenForm';

/** How far something computed lies from what the file says. */
export interface Deviation {
  /** `case relu: gradients`, `trajectory adam: after`. */
  readonly what: string;
  /** Where it is worst: a key, a step. */
  readonly where: string;
  /** As a share of what is allowed: above 1 is wrong. Infinite where something is missing or of another shape. */
  readonly share: number;
}

/** Absolute, and relative to size: what a float32 engine may be off by (test/golden/README.md, training.json.gz). */
const LOSS = 1e-5;
const LOSS_LATER = 1e-4;
const OF_TENSOR = 1e-4;
const OF_ALL = 1e-5;
const STATISTICS = 1e-5;
const CLIP_GRADIENT = 1e-4;
const WEIGHTS = 1e-3;
/** A single ReLU that falls on the other side of its kink moves the norm by 1e-4. */
const NORM = 1e-3;

type Known<T> = Partial<T> & { readonly name: string };

/** The worst of each kind of answer that stands in the file; empty where it holds questions alone. */
export function caseDeviations(file: Known<CaseAnswer>, found: CaseAnswer): readonly Deviation[] {
  const name = `case ${file.name}`;
  const l2 = file.gradient_l2 ?? rootOfSquares(file.gradients ?? []);
  const absmax =
    file.gradient_absmax ?? (file.gradients ?? []).reduce((most, record) => Math.max(most, record.absmax), 0);
  const gradientShare = (truth: TensorRecord, record: TensorRecord) =>
    tensorShare(truth, record, {
      element: OF_TENSOR * truth.absmax + OF_ALL * absmax,
      norm: OF_TENSOR * truth.l2 + OF_ALL * l2,
    });
  const relative = (share: number) => (truth: TensorRecord, record: TensorRecord) =>
    tensorShare(truth, record, { element: share * truth.absmax, norm: share * truth.l2 });
  return [
    ...number(`${name}: loss`, file.loss, found.loss, LOSS),
    ...numbers(`${name}: logits`, file.logits?.flat(), found.logits.flat(), LOSS * 10),
    ...tensors(`${name}: gradients`, file.gradients, found.gradients, gradientShare),
    ...names(`${name}: no gradient`, file.no_gradient, found.no_gradient),
    ...names(`${name}: exactly zero`, file.exactly_zero, found.exactly_zero),
    ...names(`${name}: norms in eval mode`, file.norms_in_eval, found.norms_in_eval),
    ...tensors(`${name}: running statistics`, file.buffers, found.buffers, relative(STATISTICS)),
    ...tensors(
      `${name}: running statistics after the backward pass`,
      file.buffers_after_backward,
      found.buffers_after_backward,
      relative(STATISTICS),
    ),
    ...counters(`${name}: batches tracked`, file.batches_tracked, found.batches_tracked),
    ...counters(
      `${name}: batches tracked after the backward pass`,
      file.batches_tracked_after_backward,
      found.batches_tracked_after_backward,
    ),
    ...tensors(
      `${name}: gradient of the clip`,
      file.input_gradient && [file.input_gradient],
      [found.input_gradient],
      relative(CLIP_GRADIENT),
    ),
  ];
}

export function trajectoryDeviations(file: Known<TrajectoryAnswer>, found: TrajectoryAnswer): readonly Deviation[] {
  const name = `trajectory ${file.name}`;
  const steps = Array.isArray(file.steps) ? file.steps : undefined;
  const of = (pick: (step: TrajectoryAnswer['steps'][number]) => number) =>
    [steps?.map(pick), found.steps.map(pick)] as const;
  return [
    ...numbers(`${name}: rates`, ...of(({ lr }) => lr), 1e-12),
    ...numbers(`${name}: losses`, ...of(({ loss }) => loss), LOSS_LATER),
    ...numbers(`${name}: gradient norms`, ...of(({ grad_norm }) => grad_norm), NORM, true),
    ...tensors(`${name}: weights and statistics afterwards`, file.after, found.after, (truth, record) =>
      tensorShare(truth, record, { element: WEIGHTS * truth.absmax, norm: WEIGHTS * truth.l2 }),
    ),
  ];
}

/** True where the file holds any answer. */
export function hasAnswers({ cases = [], trajectories = [] }: GoldenFile): boolean {
  return cases.some(({ loss }) => loss !== undefined) || trajectories.some(({ after }) => after !== undefined);
}

/** A distance as a share of a bound; 0 where both are 0, as for the gradients of a network with one class. */
function shareOf(distance: number, bound: number): number {
  if (distance === 0) return 0;
  return Number.isNaN(distance / bound) ? Number.POSITIVE_INFINITY : distance / bound;
}

function number(what: string, truth: number | undefined, found: number, bound: number): Deviation[] {
  if (truth === undefined) return [];
  return [{ what, where: '', share: shareOf(Math.abs(found - truth), bound) }];
}

function numbers(
  what: string,
  truth: readonly number[] | undefined,
  found: readonly number[],
  bound: number,
  relative = false,
): Deviation[] {
  if (truth === undefined) return [];
  if (truth.length !== found.length)
    return [{ what, where: `${found.length} instead of ${truth.length}`, share: Number.POSITIVE_INFINITY }];
  const shares = truth.map((value, at) =>
    shareOf(Math.abs((found[at] ?? Number.NaN) - value), relative ? bound * Math.abs(value) : bound),
  );
  return worst(
    what,
    shares.map((share, at) => ({ where: `${at}`, share })),
  );
}

function names(what: string, truth: readonly string[] | undefined, found: readonly string[]): Deviation[] {
  if (truth === undefined) return [];
  const [told, known] = [new Set(truth), new Set(found)];
  const odd = [...told, ...known].filter((key) => told.has(key) !== known.has(key));
  return [{ what, where: odd[0] ?? '', share: odd.length > 0 ? Number.POSITIVE_INFINITY : 0 }];
}

function counters(
  what: string,
  truth: Readonly<Record<string, number>> | undefined,
  found: Readonly<Record<string, number>>,
): Deviation[] {
  if (truth === undefined) return [];
  const odd = Object.keys({ ...truth, ...found }).filter((key) => truth[key] !== found[key]);
  return [{ what, where: odd[0] ?? '', share: odd.length > 0 ? Number.POSITIVE_INFINITY : 0 }];
}

function tensors(
  what: string,
  truth: readonly TensorRecord[] | undefined,
  found: readonly TensorRecord[],
  shareOf: (truth: TensorRecord, found: TensorRecord) => number,
): Deviation[] {
  if (truth === undefined) return [];
  const byKey = new Map(found.map((record) => [record.key, record]));
  return worst(
    what,
    truth.map((record) => {
      const other = byKey.get(record.key);
      return { where: record.key, share: other ? shareOf(record, other) : Number.POSITIVE_INFINITY };
    }),
  );
}

/** The worst element, and the distance of all elements that are recorded, each as a share of what is allowed. */
function tensorShare(
  truth: TensorRecord,
  found: TensorRecord,
  bounds: { readonly element: number; readonly norm: number },
): number {
  const [a, b] = [truth.values ?? truth.samples ?? [], found.values ?? found.samples ?? []];
  if (a.length !== b.length || truth.shape.join() !== found.shape.join()) return Number.POSITIVE_INFINITY;
  const distances = a.map((value, at) => Math.abs(value - (b[at] ?? Number.NaN)));
  const element = Math.max(0, ...distances.map((distance) => shareOf(distance, bounds.element)));
  if (truth.values === undefined) return Math.max(element, shareOf(Math.abs(truth.l2 - found.l2), bounds.norm));
  const norm = Math.sqrt(distances.reduce((sum, distance) => sum + distance * distance, 0));
  return Math.max(element, shareOf(norm, bounds.norm));
}

function worst(what: string, found: readonly Omit<Deviation, 'what'>[]): Deviation[] {
  const [first, ...rest] = found;
  if (!first) return [{ what, where: '', share: 0 }];
  return [{ what, ...rest.reduce((most, each) => (each.share > most.share ? each : most), first) }];
}

function rootOfSquares(records: readonly TensorRecord[]): number {
  return Math.sqrt(records.reduce((sum, { l2 }) => sum + l2 * l2, 0));
}
