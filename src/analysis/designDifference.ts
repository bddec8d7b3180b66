import type { Design } from '../design/design';
import { PARAMETERS, type Parameter, valueAt } from '../design/parameters';

/** A number of a design that another design has otherwise. */
export interface ParameterChange {
  /** Path in the design: a parameter's field, `overrides.layer3`, or `head` where one design has none. */
  readonly field: string;
  /** The parameter's own facts; null for what is no single parameter. */
  readonly parameter: Parameter | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** Which parameters differ between two designs, in the order of the form; then the head, then what was set by hand. */
export function designDifference(before: Design, after: Design): readonly ParameterChange[] {
  const change = (field: string, parameter: Parameter | null, old: unknown, young: unknown): ParameterChange[] =>
    JSON.stringify(old) === JSON.stringify(young) ? [] : [{ field, parameter, before: old, after: young }];
  const bothHeads = before.head !== null && after.head !== null;
  const compared = PARAMETERS.filter(({ section }) => section !== 'head' || bothHeads);
  const stages = ['layer1', 'layer2', 'layer3', 'layer4'] as const;
  return [
    ...compared.flatMap((parameter) =>
      change(parameter.field, parameter, valueAt(before, parameter.field), valueAt(after, parameter.field)),
    ),
    ...(bothHeads ? [] : change('head', null, before.head, after.head)),
    ...stages.flatMap((stage) => change(`overrides.${stage}`, null, before.overrides[stage], after.overrides[stage])),
  ];
}

/** The changed parameters of two designs, a frame's size as one: a width that changed just as its height did is left out. */
export function namedChanges(before: Design, after: Design): readonly ParameterChange[] {
  const all = designDifference(before, after);
  const height = all.find(({ field }) => field === 'clip.h');
  return all.filter(
    ({ field, before, after }) => field !== 'clip.w' || height?.before !== before || height?.after !== after,
  );
}
