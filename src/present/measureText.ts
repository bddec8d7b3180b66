import type { DeviceProfile } from '../analysis/predictedTime';
import { columnName } from '../analysis/quantities';
import type { MeasureName } from '../scaling/measureNames';
import { type Measure, measureNamed } from '../scaling/measures';
import type { ChartHeight } from '../state/explore/explore';
import { amountText, compactText, countText, timeText } from '../text/numberText';
import { msTickText, tickText } from '../text/tickText';

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
      return countText(value, 'frame');
    case 'pixels':
      return `${compactText(value)} px`;
    default:
      return compactText(value);
  }
}

/** What a measure is called where its value stands; a predicted time names the device it is of. */
export function measureLabel({ name, label }: Measure, device: DeviceProfile): string {
  return name === 'predictedTime' ? `${label}, ${device.name}` : label;
}

/** A measure's name with its unit, as columns of tables and files are called. */
export function measureColumn(name: MeasureName, device: DeviceProfile): string {
  return name === 'predictedTime' ? `${columnName(name)}, ${device.name}` : columnName(name);
}

/** A round value of a measure on an axis, whose title says the unit; a time says its own. */
export function measureTick(name: MeasureName): (value: number) => string {
  return measureNamed(name).unit === 'ms' ? msTickText : tickText;
}

/** What an axis of a chart is called. */
export function axisTitle(name: MeasureName, device: DeviceProfile): string {
  if (measureNamed(name).unit === 'ms') return measureLabel(measureNamed(name), device);
  return name === 'macs' ? 'MACs, one forward pass' : measureColumn(name, device);
}

/** What a chart's height is called in a menu. */
export function heightName(height: ChartHeight): string {
  if (height === 'madeClips') return 'accuracy on made clips';
  return height === 'accuracy' ? 'published accuracy' : measureNamed(height).label;
}

/** A ratio: `× 1.98`, `× 1` where nothing changed, `–` where it means nothing. */
export function ratioText(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  const short = ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(3);
  return `×\u202f${Number(short) === 1 ? '1' : short.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')}`;
}
