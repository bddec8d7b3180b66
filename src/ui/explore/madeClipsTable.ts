import type { MadeClips } from '../../present/madeClips';
import { measureColumn, measureText } from '../../present/measureText';
import { trainedFamily } from '../../scaling/trainedFamily';
import type { ChartTable } from '../kit/charts/ChartCard';
import type { DesignPoint, HeightChoice } from './designPoints';

/** The accuracies on made clips as a table, a row for each design that was trained. */
export function madeClipsTable(points: readonly DesignPoint[], { madeClips, device }: HeightChoice): ChartTable {
  const { clips } = trainedFamily().recipe;
  const percent = (share: number): number => Number((100 * share).toFixed(1));
  const meanOf = ({ runs }: MadeClips, pick: (run: MadeClips['runs'][number]) => number): number =>
    percent(runs.reduce((sum, run) => sum + pick(run), 0) / runs.length / clips);
  return {
    columns: [
      ...['design', measureColumn('macs', device), 'right, %', 'lowest, %', 'highest, %'],
      ...['frames shuffled, right, %', 'backwards, opposite named, %'],
      ...[`right of ${clips}, by seed`, 'clip', 'trained'],
    ],
    rows: points.flatMap(({ id, design, title, x }) => {
      const known = madeClips(design);
      if (known === null) return [];
      const { t, h, w } = design.clip;
      const cells = [
        ...[percent(known.share), percent(known.low), percent(known.high)],
        ...[meanOf(known, ({ shuffled }) => shuffled), meanOf(known, ({ backwards }) => backwards)],
        ...[known.runs.map(({ right }) => right).join(' and '), `${t}×${h}×${w}`, known.here ? 'here' : 'command line'],
      ];
      return [{ id, cells: [title, x, ...cells], shown: [title, measureText('macs', x), ...cells.map(String)] }];
    }),
  };
}
