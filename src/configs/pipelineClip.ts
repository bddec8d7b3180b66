import { type ConfigMap, type ConfigValue, isMap, valueIn } from './configValue';

/** A clip as a data pipeline samples it. */
export interface ClipFound {
  readonly values: Readonly<Record<string, number>>;
  readonly where: readonly (readonly [string, string])[];
  /** The key at the top of the file that it was read from. */
  readonly key: string;
  readonly notes: readonly string[];
}

/** Where mmaction2 keeps pipelines: 1.x, its dataloaders, and 0.x. What trains comes first: its crop is the network's. */
const PLACES: readonly (readonly string[])[] = ['train', 'val', 'test'].flatMap((phase) => [
  [`${phase}_pipeline`],
  [`${phase}_dataloader`, 'dataset', 'pipeline'],
  ['data', phase, 'pipeline'],
  ['data', phase, 'dataset', 'pipeline'],
  ['cfg', `${phase}_pipeline`],
]);

/** Steps that choose frames: SampleFrames and its kin, all of which take clip_len. */
const SAMPLES = /(?:^|\.)\w*SampleFrames$/;

/** The clip that the first pipeline with SampleFrames makes: frames, interval, and the size its last step leaves. */
export function pipelineClip(values: ConfigMap): ClipFound | null {
  for (const place of PLACES) {
    const pipeline = valueIn(values, ...place);
    const steps = Array.isArray(pipeline) ? pipeline.filter(isMap) : [];
    const found = steps.length > 0 ? clipOf(steps, place.join('.')) : null;
    if (found) return { ...found, key: place[0] ?? '' };
  }
  return null;
}

function clipOf(steps: readonly ConfigMap[], path: string): Omit<ClipFound, 'key'> | null {
  const sampling = steps.find((step) => SAMPLES.test(textOf(step.get('type'))));
  if (!sampling) return null;
  const size = steps.map(sizeOf).findLast((each) => each !== null);
  const given = [
    { name: 't', value: sampling.get('clip_len'), key: 'clip_len' },
    { name: 'interval', value: sampling.get('frame_interval') ?? 1, key: 'frame_interval' },
    { name: 'h', value: size?.h, key: size?.step },
    { name: 'w', value: size?.w, key: size?.step },
  ].flatMap(({ name, value, key }) => (isCount(value) ? [{ name, value, key }] : []));
  return {
    values: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    where: given.map(({ name, key }) => [`clip.${name}`, `${path} ${key}`] as const),
    notes: size ? [] : [`${path} states no size of frames.`],
  };
}

interface Size {
  readonly h: number;
  readonly w: number;
  readonly step: string;
}

/** The argument that sets the size, by step. */
const SIZE_ARGUMENTS: ReadonlyMap<string, string> = new Map([
  ['Resize', 'scale'],
  ['CenterCrop', 'crop_size'],
  ['ThreeCrop', 'crop_size'],
  ['TenCrop', 'crop_size'],
  ['RandomCrop', 'size'],
  ['MultiScaleCrop', 'input_size'],
]);

/** The size of frames a step leaves; null where it leaves none that is fixed. Pairs are width, height. */
function sizeOf(step: ConfigMap): Size | null {
  const type = textOf(step.get('type')).split('.').at(-1) ?? '';
  const pair = step.get(SIZE_ARGUMENTS.get(type) ?? '');
  if (Array.isArray(pair)) {
    const [w, h] = pair;
    return isCount(w) && isCount(h) ? { h, w, step: type } : null;
  }
  return type !== 'Resize' && isCount(pair) ? { h: pair, w: pair, step: type } : null;
}

const isCount = (value: ConfigValue | undefined): value is number => Number.isInteger(value) && (value as number) > 0;

function textOf(value: ConfigValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'unread' in value ? value.unread : '';
}
