import { extent } from 'd3-array';
import type { ScaleKind } from './scales';

/** Least and largest of the finite values, with room beside them so that no point lies on the frame. The one door to d3-array. */
export function domainOf(
  kind: ScaleKind,
  values: readonly number[],
  room = kind === 'log' ? 1.35 : 0.08,
): readonly [number, number] {
  const usable = values.filter((value) => Number.isFinite(value) && (kind === 'linear' || value > 0));
  const [low, high] = extent(usable);
  if (low === undefined || high === undefined) return kind === 'log' ? [1, 10] : [0, 1];
  if (kind === 'log') return low === high ? [low / 3, high * 3] : [low / room, high * room];
  const span = high === low ? Math.abs(high) || 1 : high - low;
  return [low - room * span, high + room * span];
}
