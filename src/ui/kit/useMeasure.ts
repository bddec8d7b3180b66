import { useMemo } from 'react';
import type { Costs } from '../../analysis/costs';
import { type ColourMeasure, stepOf } from '../../diagram/colourScales';
import type { Colour, Family } from '../../diagram/looks';
import { costsOf } from '../../state/derived';
import type { Measure } from '../../state/session';
import { BYTES } from '../../tensor/tensor';
import { useArchitecture, useSession } from './useStudio';

/** A cost that can colour the screen. */
interface CostMeasure {
  /** As a menu calls it. */
  readonly name: string;
  readonly unit: string;
  of(costs: Costs): number;
}

/** What colours by cost. Layer outputs are float32 here, as the networks run. */
const COSTS = {
  parameters: { name: 'Parameters', unit: '', of: (costs) => costs.parameters },
  macs: { name: 'MACs', unit: 'MACs', of: (costs) => costs.macs },
  activations: { name: 'Activation memory', unit: 'B', of: (costs) => costs.activations * BYTES.float32 },
} as const satisfies Partial<Record<ColourMeasure, CostMeasure>>;

type CostName = keyof typeof COSTS;

/** The measures one can choose, in the order of the menu. */
export const MEASURES: readonly { readonly value: Measure; readonly label: string }[] = [
  { value: 'kind', label: 'Kind' },
  ...(Object.keys(COSTS) as CostName[]).map((value) => ({ value, label: COSTS[value].name })),
];

/** The chosen measure, ready to be asked about any part of the network. */
export interface MeasureView {
  /** What the bars show: the chosen cost, or MACs where kinds give the colours. */
  readonly cost: CostName;
  readonly name: string;
  readonly unit: string;
  /** Colours say what kind of layer something is, not what it costs. */
  readonly byKind: boolean;
  /** The measure, summed over parts named by path. */
  costOf(paths: readonly string[]): number;
  /** `costOf` over the whole network's, 0 to 1. */
  shareOf(paths: readonly string[]): number;
  /** A CSS colour for those parts, the same wherever they are drawn. */
  colourOf(paths: readonly string[], family: Family): string;
}

/** The measure everything on the screen is coloured by. Changes with the network and with the choice. */
export function useMeasure(): MeasureView {
  const architecture = useArchitecture();
  const measure = useSession((session) => session.measure);
  return useMemo(() => {
    const costs = costsOf(architecture);
    const chosen: CostName | null = isCost(measure) ? measure : null;
    const cost = chosen ?? 'macs';
    const { name, unit, of } = COSTS[cost];
    const costAt = (path: string): number => {
      const found = costs.get(path);
      return found ? of(found) : 0;
    };
    const whole = costAt('');
    const costOf = (paths: readonly string[]): number => paths.reduce((sum, path) => sum + costAt(path), 0);
    const shareOf = (paths: readonly string[]): number => (whole > 0 ? costOf(paths) / whole : 0);
    const colourOf = (paths: readonly string[], family: Family): string =>
      chosen ? onBothGrounds(stepOf(chosen, shareOf(paths))) : `var(--x3d-kind-${family})`;
    return { cost, name, unit, byKind: chosen === null, costOf, shareOf, colourOf };
  }, [architecture, measure]);
}

/** A colour that follows the page's scheme. */
export function onBothGrounds({ light, dark }: Colour): string {
  return `light-dark(${light}, ${dark})`;
}

function isCost(measure: Measure): measure is CostName {
  return measure in COSTS;
}
