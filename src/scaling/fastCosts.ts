import { type Costs, costsByPath } from '../analysis/costs';
import type { StageFacts } from '../architecture/architecture';
import { build } from '../architecture/build';
import type { ActCfg, Design, NormCfg, Reference } from '../design/design';
import { ACTIVATIONS } from '../layers/activationFunctions';
import { isClosedForm, type LayerSink, walkLayers } from './layerWalk';

/**
 * Costs of the whole network, as `costsByPath(build(design)).get('')` gives them, from sums in closed form: a thousand
 * times as fast, for sweeps and searches. Each distinct block is counted once, times how often it stands. Norms and
 * borders that depend on shapes go the long way.
 * @throws ShapeError where building would
 */
export function fastCosts(design: Design, stages?: readonly StageFacts[]): Costs {
  if (!isClosedForm(design)) {
    const total = costsByPath(build(design)).get('');
    if (!total) throw new Error('an architecture without costs');
    return total;
  }
  const sums = startSums(design.reference);
  walkLayers(design, sums, stages);
  return sums.total();
}

/** Running sums over layers. */
interface Sums extends LayerSink {
  total(): Costs;
}

function startSums({ norm_cfg, act_cfg }: Reference): Sums {
  const [norm, act] = [normRates(norm_cfg), actRates(act_cfg)];
  let factor = 1;
  const sum = {
    parameters: 0,
    buffers: 0,
    counters: 0,
    macs: 0,
    convActivations: 0,
    activations: 0,
    mmcv: 0,
    mmengine: 0,
  };
  const parameters = (count: number) => {
    sum.parameters += factor * count;
  };
  const output = (elements: number, mmcv: number) => {
    sum.activations += factor * elements;
    sum.mmcv += factor * mmcv;
  };
  const multiply = (macs: number) => {
    sum.macs += factor * macs;
    sum.mmcv += factor * macs;
    sum.mmengine += factor * macs;
  };
  const conv = (channels: number, fan: number, positions: number) => {
    parameters(channels * fan);
    multiply(channels * fan * positions);
    sum.convActivations += factor * channels * positions;
    output(channels * positions, 0);
  };
  return {
    conv,
    biasedConv(channels, fan, positions) {
      conv(channels, fan, positions);
      parameters(channels);
      sum.mmcv += factor * channels * positions;
    },
    norm(channels, positions) {
      if (!norm) return;
      parameters(norm.parameters * channels);
      sum.buffers += factor * (norm.buffers * channels + 1);
      sum.counters += factor;
      output(channels * positions, norm.mmcv * channels * positions);
      sum.mmengine += factor * norm.mmengine * channels * positions;
    },
    activate(elements) {
      parameters(act.parameters);
      output(elements, act.mmcv * elements);
    },
    pool: output,
    linear(n, from, to, bias) {
      parameters(from * to + (bias ? to : 0));
      multiply(n * from * to);
      output(n * to, 0);
    },
    output,
    times(count) {
      factor = count;
    },
    total: () => ({
      parameters: sum.parameters,
      buffers: sum.buffers,
      // All float32, but for batch norm's int64 counters.
      weightBytes: 4 * (sum.parameters + sum.buffers) + 4 * sum.counters,
      macs: sum.macs,
      convActivations: sum.convActivations,
      activations: sum.activations,
      flops: { mmcv: sum.mmcv, mmengine: sum.mmengine },
    }),
  };
}

/** What batch norm stores per channel, and counts per element; null without norms. */
function normRates(norm: NormCfg | null) {
  if (!norm) return null;
  const counted = norm.affine === false ? 1 : 2;
  return {
    parameters: norm.affine === false ? 0 : 2,
    buffers: 2,
    mmcv: norm.type === 'SyncBN' ? 0 : counted,
    mmengine: counted,
  };
}

/** What the design's activation stores, and what mmcv's convention counts per element. */
function actRates({ type, num_parameters }: ActCfg) {
  return {
    parameters: type === 'PReLU' ? (num_parameters ?? 1) : 0,
    mmcv: ACTIVATIONS[type].countedByMmcv ? 1 : 0,
  };
}
