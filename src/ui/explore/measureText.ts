import { columnName } from '../../analysis/quantities';
import { type Measure, type MeasureName, measureNamed } from '../../scaling/measures';
import type { ChartHeight } from '../../state/explore';
import { amountText, compactText, timeText } from '../kit/numberText';

/** A measured value as people read it: `1.96 GMACs`, `43.9 MB`, `57 frames`, `12.4 ms`. */
export function measureText(name: MeasureName, value: number): string {
  if (!Number.isFinite(value)) return '–';
  const { unit } = measureNamed(name);
  if (unit === 'ms') return timeText(value);
  switch (unit) {
    case 'MACs':
      return amountText(value, unit);
    case 'bytes':
      return amountText(value, 'B');
    case 'frames':
      return `${compactText(value)} frames`;
    case 'pixels':
      return `${compactText(value)} px`;
    default:
      return compactText(value);
  }
}

/** What an axis of a chart is called: the measure and its unit, where the name does not say it. */
export function axisTitle({ name }: Measure): string {
  return name === 'macs' ? 'MACs, one forward pass' : columnName(name);
}

/** What a chart's height is called in a menu. */
export function heightName(height: ChartHeight): string {
  return height === 'accuracy' ? 'published accuracy' : measureNamed(height).label;
}

/** A ratio: `× 1.98`, `× 1` where nothing changed, `–` where it means nothing. */
export function ratioText(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  const short = ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(3);
  return `×\u202f${Number(short) === 1 ? '1' : short.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')}`;
}
