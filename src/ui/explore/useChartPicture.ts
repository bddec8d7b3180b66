import { useDeferredValue, useMemo } from 'react';
import type { Design } from '../../design/design';
import { memoised } from '../../memo/memoised';
import { ACCURACY_SERIES } from '../../present/accuracySeries';
import { guessing, madeClipsOf } from '../../present/madeClips';
import { measureText } from '../../present/measureText';
import { nodeOf } from '../../scaling/expansion';
import type { MeasureName } from '../../scaling/measureNames';
import { measureNamed } from '../../scaling/measures';
import { type BudgetMeasure, type ExploreStore, isBudgeted } from '../../state/explore/explore';
import { isWanted } from '../../state/explore/explorer';
import { useApp } from '../app/useApp';
import { useMeasuring } from '../app/useMeasuring';
import { useDocument, useExplore, useSnapshots } from '../app/useStudio';
import type { ChartLimits, ChartLine } from '../kit/charts/ScatterChart';
import {
  type DesignPoint,
  familyPoints,
  frontPoints,
  type HeightChoice,
  type OfferedStep,
  offerPoints,
  placeOf,
  snapshotPoints,
  trainedPoints,
  walkLine,
  walkPoints,
} from './designPoints';
import { useFront } from './useFront';
import { useWhose } from './useWhose';

/** What the chart shows now. */
interface ChartPicture {
  readonly points: readonly DesignPoint[];
  readonly lines: readonly ChartLine[];
  readonly choice: HeightChoice;
  readonly limits: ChartLimits | null;
}

/** The family, the design on the form, snapshots, and what the activity adds: offers, a walk, a front. */
export function useChartPicture(offers: readonly OfferedStep[]): ChartPicture {
  const design = useDeferredValue(useDocument(({ legal }) => legal));
  const choice = useHeightChoice();
  const activity = useExplore((state) => state.activity);
  const snapshots = useSnapshots();
  const whose = useWhose();
  const family = useMemo(() => familyPoints(design, choice, whose), [design, choice, whose]);
  const aside = useMemo(() => snapshotPoints(snapshots, choice), [snapshots, choice]);
  const trained = useTrained(choice);
  const added = useAdded(offers, design, choice);
  const limits = useLimits(choice);
  return useMemo(
    () => ({
      points: [...family, ...aside, ...trained.points, ...added.points],
      lines: [...trained.lines, ...added.lines],
      choice,
      limits: activity === 'budget' ? limits : null,
    }),
    [family, aside, trained, added, choice, limits, activity],
  );
}

function useHeightChoice(): HeightChoice {
  const height = useExplore((state) => state.height);
  const accuracies = useExplore((state) => state.accuracies);
  const device = useExplore((state) => state.device);
  const results = useMeasuring((state) => state.results);
  return useMemo(() => {
    const series = ACCURACY_SERIES[accuracies];
    if (!series) throw new Error(`There is no series of accuracies number ${accuracies}.`);
    return { height, series, device, madeClips: memoised((design) => madeClipsOf(results, design)) };
  }, [height, accuracies, device, results]);
}

const NOTHING: Pick<ChartPicture, 'points' | 'lines'> = { points: [], lines: [] };

/** What was trained on made clips, and what guessing gives there; nothing where the chart is as high as something else. */
function useTrained(choice: HeightChoice): Pick<ChartPicture, 'points' | 'lines'> {
  const results = useMeasuring((state) => state.results);
  return useMemo(() => {
    if (choice.height !== 'madeClips') return NOTHING;
    const points = trainedPoints(results, choice);
    const macs = points.map(({ x }) => x);
    const line = [Math.min(...macs), Math.max(...macs)].map((x) => ({ x, y: 100 * guessing() }));
    return { points, lines: [{ id: 'chance', look: 'chance', points: line }] };
  }, [choice, results]);
}

function useAdded(offers: readonly OfferedStep[], design: Design, choice: HeightChoice) {
  const activity = useExplore((state) => state.activity);
  const walk = useExplore((state) => state.walk);
  const compared = useExplore((state) => state.compared);
  const front = useFront();
  return useMemo(() => {
    switch (activity) {
      case 'axes':
        return { points: offerPoints(offers, choice), lines: offerLines(design, offers, choice) };
      case 'expansion': {
        const at = nodeOf(walk, walk.at).design;
        const other = compared === null ? [] : [walkLine(walk, compared, 'compared', choice)];
        return {
          points: [...walkPoints(walk, choice), ...offerPoints(offers, choice)],
          lines: [...other, walkLine(walk, walk.at, 'path', choice), ...offerLines(at, offers, choice)],
        };
      }
      case 'budget':
        return front ? { points: frontPoints(front, choice), lines: [] } : NOTHING;
      default:
        return NOTHING;
    }
  }, [activity, walk, compared, front, offers, design, choice]);
}

function offerLines(from: Design, offers: readonly OfferedStep[], choice: HeightChoice): readonly ChartLine[] {
  const start = placeOf(from, choice);
  return offers.flatMap(({ axis, candidate }) => {
    const end = candidate ? placeOf(candidate.design, choice) : start;
    if (!candidate || !Number.isFinite(start.y) || !Number.isFinite(end.y)) return [];
    return { id: `offer ${axis}`, look: 'offer', points: [start, end] };
  });
}

/** The limits of the budget that the chart can show: of MACs, and of what it is as high as where that is a cost. */
function useLimits({ height }: HeightChoice): ChartPicture['limits'] {
  const { explore } = useApp();
  const limits = useExplore((state) => state.budget.limits);
  return useMemo(() => {
    const capped = isBudgeted(height) && !isWanted(height) ? height : null;
    const text = (name: MeasureName) => (value: number) => measureText(name, value);
    const edge = (name: MeasureName) => ({ label: `Limit of ${measureNamed(name).label}`, text: text(name) });
    return {
      x: limits.macs,
      y: capped && limits[capped],
      hand: {
        edges: { x: edge('macs'), y: edge(capped ?? 'macs') },
        onMove: (axis, value) => setLimit(explore, axis === 'x' ? 'macs' : capped, value),
      },
    };
  }, [limits, height, explore]);
}

/** Sets a limit to two digits, which is as exactly as a hand can mean it. */
function setLimit(explore: ExploreStore, measure: BudgetMeasure | null, value: number): void {
  if (!measure) return;
  const { budget } = explore.getState();
  const limits = { ...budget.limits, [measure]: Number(value.toPrecision(2)) };
  explore.setState({ budget: { ...budget, limits } });
}
