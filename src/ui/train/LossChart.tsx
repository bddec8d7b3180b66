import { smoothed } from '../../present/smoothed';
import { countText } from '../../text/numberText';
import { type Curve, CurveChart } from '../kit/charts/CurveChart';

interface LossChartProps {
  /** Loss of every batch. */
  readonly losses: Curve['points'];
  /** Curves of other runs. */
  readonly beside?: readonly Curve[];
  readonly last: number;
  readonly highest: number;
}

/** Loss over updates: of every batch, and smoothed. */
export function LossChart({ losses, beside = [], last, highest }: LossChartProps) {
  const means = smoothed(losses);
  const now = means.at(-1);
  return (
    <CurveChart
      label={`Loss over ${countText(losses.length, 'update')}${now ? `, now ${now.y.toFixed(2)}` : ''}`}
      title="loss, nats"
      last={last}
      range={[0, highest]}
      text={(value) => value.toFixed(1)}
      curves={[
        { name: 'batch', look: 'faint', points: losses },
        ...beside,
        { name: 'smoothed', look: 'main', points: means },
      ]}
    />
  );
}
