import { type Clip, type Design, HEAD_DEFAULTS, type Overrides, REFERENCE_DEFAULTS } from './design';
import { PARAMETERS } from './parameters';
import { presetNamed } from './presets';

/** A design as it comes from outside (a file, a link, the command line): anything may be missing or of a wrong type. */
export interface RawDesign {
  /** Under the reference's own keyword names. */
  readonly reference?: object | undefined;
  readonly clip?: object | undefined;
  readonly head?: object | null | undefined;
  readonly overrides?: object | undefined;
}

const DEFAULT_CLIP: Clip = presetNamed('S').design.clip;

/**
 * A raw design with every absent value at its default and booleans counted as 0 and 1 where a number is due, as Python
 * does. Values of a wrong type are left in place, so the result may be illegal: ask `problemsOf` before building.
 */
export function completeDesign(raw: RawDesign): Design {
  return {
    reference: { ...REFERENCE_DEFAULTS, ...numbersFor('reference', raw.reference) },
    clip: { ...DEFAULT_CLIP, ...numbersFor('clip', raw.clip) },
    head: raw.head ? { ...HEAD_DEFAULTS, ...numbersFor('head', raw.head) } : null,
    overrides: (raw.overrides ?? {}) as Overrides,
  };
}

function numbersFor(section: string, given: object | undefined): object {
  const numeric = new Set(
    PARAMETERS.filter(({ control }) => control.kind === 'number' || control.kind === 'integer').map(
      ({ field }) => field,
    ),
  );
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([name, value]) => [
      name,
      typeof value === 'boolean' && numeric.has(`${section}.${name}`) ? Number(value) : value,
    ]),
  );
}
