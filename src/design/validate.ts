import { actRules, convRules, normRules } from './configRules';
import type { Design, Problem } from './design';
import { asProblem } from './finding';
import { clipRules, headRules, overrideRules } from './inputRules';
import { type RawReference, REFERENCE_RULES } from './referenceRules';

/**
 * What is wrong with a design's values, one by one, in the order of the form. What depends on shapes (a group norm's
 * groups, a border wider than the plane) only building finds: `problemsOf` in architecture/ asks both.
 */
export function validate(design: Design): readonly Problem[] {
  const reference = design.reference as unknown as RawReference;
  const record = (part: object) => part as Readonly<Record<string, unknown>>;
  return [
    ...REFERENCE_RULES.flatMap((rule) => rule(reference)),
    ...convRules(reference),
    ...normRules(reference),
    ...actRules(reference),
    ...clipRules(record(design.clip)),
    ...(design.head ? headRules(record(design.head)) : []),
    ...overrideRules(record(design.overrides), typeof reference.num_stages === 'number' ? reference.num_stages : 4),
  ].map((finding) => asProblem(design, finding));
}
