import { build } from '../architecture/build';
import { roundSqueeze, roundWidth, truncateWidth } from '../architecture/rounding';
import { BASE_CHANNELS } from '../architecture/stages';
import { stateDictOf } from '../architecture/walk';
import type { Design } from '../design/design';
import { withValue } from '../design/finding';
import { valueAt } from '../design/parameters';
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

/** A design with one field changed. */
function changed(design: Design, field: string, value: unknown): Candidate {
  return { text: `${field.replace('reference.', '')} ${value}`, design: withValue(design, field, value) };
}

const FIELDS = [
  ...['gamma_w', 'gamma_b', 'se_ratio', 'in_channels'].map((name) => `reference.${name}`),
  ...['head.num_classes', 'head.mid_channels'],
];

/** The design with one field at a time as the file has it. */
function differences(design: Design, file: Design): readonly Candidate[] {
  return FIELDS.filter((field) => !field.startsWith('head.') || (design.head && file.head))
    .filter((field) => valueAt(design, field) !== valueAt(file, field))
    .map((field) => changed(design, field, valueAt(file, field)));
}

/** The designs that a rule, turned round, gives for a size of the tensor; what else its sizes may be. */
function candidates(design: Design, key: string, found: Shape): readonly Candidate[] {
  const { reference, head } = design;
  const base = roundWidth(BASE_CHANNELS, reference.gamma_w).result;
  const stage = Number(/^layer(\d)/.exec(key)?.[1] ?? reference.num_stages) - 1;
  const channels = base * 2 ** stage;
  const planes = truncateWidth(channels, reference.gamma_b).result;
  const [out, into = out] = found;
  const sizes = [...new Set(found.slice(0, 2))];
  const ofRule = (name: string, rule: (gamma: number) => number, each = sizes) =>
    each.map((size) => [`reference.${name}`, simplestFor(rule, size)] as const);
  const tried = [
    ...ofRule('gamma_b', (gamma) => truncateWidth(channels, gamma).result),
    ...ofRule('se_ratio', (ratio) => roundSqueeze(planes, ratio).result),
    ...ofRule(
      'gamma_w',
      (gamma) => roundWidth(BASE_CHANNELS, gamma).result,
      sizes.map((size) => size / 2 ** stage),
    ),
    ['reference.in_channels', found[1]] as const,
    ...(head
      ? ([
          ['num_classes', out],
          ['mid_channels', into],
          ['mid_channels', out],
        ] as const)
      : []
    ).map(([name, size]) => [`head.${name}`, size || null] as const),
  ];
  return tried.flatMap(([field, value]) => (value == null ? [] : changed(design, field, value)));
}

function simplestFor(rule: (gamma: number) => number, target: number): number | null {
  const interval = target > 0 ? intervalOf(rule, target) : null;
  return interval && simplest(interval, interval.from);
}

/** The tensors of a design that may not be buildable; none then. */
function buildShapes(design: Design): ReadonlyMap<string, Shape> {
  return whereShapesFit(() => new Map(stateDictOf(build(design)).map(({ key, shape }) => [key, shape])), new Map());
}
