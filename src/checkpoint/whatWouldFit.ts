import { build } from '../architecture/build';
import { roundSqueeze, roundWidth, truncateWidth } from '../architecture/rounding';
import { BASE_CHANNELS } from '../architecture/stages';
import { stateDictOf } from '../architecture/walk';
import type { Design } from '../design/design';
import { type Shape, sameShape, whereShapesFit } from '../tensor/shape';
import { intervalOf, simplest } from './interval';

/** Answers for one design: the single change under which a tensor would have the shape found, or null. */
type WhatWouldFit = (key: string, found: Shape) => string | null;

/**
 * Finds the one field that, changed, would give a tensor the shape a file has for it, with the simplest such value:
 * `gamma_b 3`, `head.num_classes 174`. The fields of the design recognised in the file come first, since they fit every
 * tensor at once. The networks tried are remembered, since hundreds of tensors ask for the same few.
 */
export function whatWouldFit(design: Design, recognised: Design | null): WhatWouldFit {
  const tried = new Map<string, ReadonlyMap<string, Shape>>();
  const fromFile = recognised ? differences(design, recognised) : [];
  const shapesOf = ({ text, design: changed }: Candidate) => {
    const known = tried.get(text);
    if (known) return known;
    const shapes = buildShapes(changed);
    tried.set(text, shapes);
    return shapes;
  };
  return (key, found) => {
    const fits = [...fromFile, ...candidates(design, key, found)].find((candidate) => {
      const shape = shapesOf(candidate).get(key);
      return shape !== undefined && sameShape(shape, found);
    });
    return fits?.text ?? null;
  };
}

interface Candidate {
  readonly text: string;
  readonly design: Design;
}

const REFERENCE_FIELDS = ['gamma_w', 'gamma_b', 'se_ratio', 'in_channels'] as const;
const HEAD_FIELDS = ['num_classes', 'mid_channels'] as const;

/** The design with one field at a time as the file has it. */
function differences(design: Design, file: Design): readonly Candidate[] {
  const { reference, head } = design;
  return [
    ...REFERENCE_FIELDS.filter((field) => reference[field] !== file.reference[field]).map((field) => ({
      text: `${field} ${file.reference[field]}`,
      design: { ...design, reference: { ...reference, [field]: file.reference[field] } },
    })),
    ...HEAD_FIELDS.filter((field) => head && file.head && head[field] !== file.head[field]).map((field) => ({
      text: `head.${field} ${file.head?.[field]}`,
      design: { ...design, head: head && file.head && { ...head, [field]: file.head[field] } },
    })),
  ];
}

function candidates(design: Design, key: string, found: Shape): readonly Candidate[] {
  const { reference, head } = design;
  const base = roundWidth(BASE_CHANNELS, reference.gamma_w).result;
  const stage = Number(/^layer(\d)/.exec(key)?.[1] ?? reference.num_stages) - 1;
  const channels = base * 2 ** stage;
  const planes = truncateWidth(channels, reference.gamma_b).result;
  const ofReference = (field: 'gamma_w' | 'gamma_b' | 'se_ratio' | 'in_channels', value: number | null): Candidate[] =>
    value === null
      ? []
      : [{ text: `${field} ${value}`, design: { ...design, reference: { ...reference, [field]: value } } }];
  const ofHead = (field: 'num_classes' | 'mid_channels', value: number | undefined): Candidate[] =>
    head && value ? [{ text: `head.${field} ${value}`, design: { ...design, head: { ...head, [field]: value } } }] : [];
  const sizes = [...new Set(found.slice(0, 2))];
  return [
    ...sizes.flatMap((size) =>
      ofReference(
        'gamma_b',
        simplestFor((gamma) => truncateWidth(channels, gamma).result, size),
      ),
    ),
    ...sizes.flatMap((size) =>
      ofReference(
        'se_ratio',
        simplestFor((ratio) => roundSqueeze(planes, ratio).result, size),
      ),
    ),
    ...sizes.flatMap((size) =>
      ofReference(
        'gamma_w',
        simplestFor((gamma) => roundWidth(BASE_CHANNELS, gamma).result, size / 2 ** stage),
      ),
    ),
    ...ofReference('in_channels', found[1] ?? null),
    ...ofHead('num_classes', found[0]),
    ...ofHead('mid_channels', found[1] ?? found[0]),
    ...ofHead('mid_channels', found[0]),
  ];
}

function simplestFor(rule: (gamma: number) => number, target: number): number | null {
  const interval = target > 0 ? intervalOf(rule, target) : null;
  return interval && simplest(interval, interval.from);
}

/** The tensors of a design that may not be buildable; none then. */
function buildShapes(design: Design): ReadonlyMap<string, Shape> {
  return whereShapesFit(() => new Map(stateDictOf(build(design)).map(({ key, shape }) => [key, shape])), new Map());
}
