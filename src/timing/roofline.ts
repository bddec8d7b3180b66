import type { Bound, DeviceProfile, PredictedTime } from '../analysis/predictedTime';
import type { LayerTimes } from './layerTimes';
import { rankCorrelation } from './rankCorrelation';

/** One layer under a device's roof. */
export interface RooflinePoint {
  readonly path: string;
  /** Measured, in ms: all kernels counted for the layer. */
  readonly ms: number;
  /** What it is expected to take, in ms. */
  readonly predictedMs: number;
  /** The least the roof allows, in ms, its launch included. */
  readonly leastMs: number;
  /** The layer's own MACs and bytes, not those of its lowering: zeros that a band multiplies are waste, not work. */
  readonly macs: number;
  readonly bytes: number;
  /** MACs a byte; 0 for layers without MACs. */
  readonly intensity: number;
  /** MACs a second that were reached. */
  readonly macsPerSecond: number;
  /** Bytes a second that were reached. */
  readonly bytesPerSecond: number;
  readonly bound: Bound;
  /** `leastMs` over `ms`: 1 is all that the device can give. */
  readonly efficiency: number;
}

/** A network under its device's roof. */
export interface Roofline {
  readonly device: DeviceProfile;
  /** Every layer that was measured, in forward order. */
  readonly points: readonly RooflinePoint[];
  /** MACs a byte above which the compute peak is the lower roof. */
  readonly ridge: number;
  /** Spearman's, of predicted with measured times over all points; null for fewer than three. */
  readonly correlation: number | null;
}

/**
 * Puts measured layers beside what the device could do. Layers that a neighbour's kernel computes are in that
 * neighbour's point, with their bytes left out, since they are never moved.
 */
export function roofline(measured: LayerTimes, predicted: PredictedTime, device: DeviceProfile): Roofline {
  const points = predicted.layers.flatMap(
    ({ path, macs, bytes, intensity, bound, leastMs, ms: predictedMs }): RooflinePoint[] => {
      const found = measured.layers.get(path);
      if (found === undefined || found.ms <= 0 || bytes === 0) return [];
      const { ms } = found;
      const [macsPerSecond, bytesPerSecond] = [(1000 * macs) / ms, (1000 * bytes) / ms];
      return [
        {
          path,
          ms,
          predictedMs,
          leastMs,
          macs,
          bytes,
          intensity,
          bound,
          macsPerSecond,
          bytesPerSecond,
          efficiency: leastMs / ms,
        },
      ];
    },
  );
  return {
    device,
    points,
    ridge: device.macsPerSecond / device.bytesPerSecond,
    correlation: rankCorrelation(points.map(({ predictedMs, ms }) => [predictedMs, ms])),
  };
}
