import { type Measure, type MeasureName, measureNamed } from '../../scaling/measures';
import type { ChartHeight } from '../../state/explore';
import { compactText, timeText } from '../kit/numberText';

/** A measured value as people read it: `1.96 GMACs`, `43.9 MB`, `57 frames`, `12.4 ms`. */
export function measureText(name: MeasureName, value: number): string {
  if (!Number.isFinite(value)) return '–';
  const { unit } = measureNamed(name);
  if (unit === 'ms') return timeText(value);
  const text = compactText(value);
  const joined = /\D$/.test(text) ? text : `${text}\u202f`;
  return {
    MACs: `${joined}MACs`,
    bytes: `${joined}B`,
    parameters: text,
    elements: text,
    frames: `${text} frames`,
    pixels: `${text} px`,
  }[unit];
}

/** What an axis of a chart is called: the measure and its unit, where the name does not say it. */
export function axisTitle({ name, label, unit }: Measure): string {
  const said = {
    MACs: '',
    parameters: '',
    elements: 'elements',
    bytes: 'bytes',
    frames: 'frames',
    pixels: 'pixels',
    ms: 'ms',
  }[unit];
  return name === 'macs' ? 'MACs, one forward pass' : [label, said].filter(Boolean).join(', ');
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
