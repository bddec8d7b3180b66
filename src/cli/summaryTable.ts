import { columnName, type QuantityName } from '../analysis/quantities';
import { titled } from '../text/numberText';
import { aligned } from './aligned';
import type { ModuleReport, Summary } from './summary';

const grouped = (count: number): string => count.toLocaleString('en-US');

/** The network as people read it in a terminal: one line a module, totals below, as torchinfo prints them. */
export function summaryTable(summary: Summary): string {
  const head = summary.with_head?.head.modules.map((module) => ({ ...module, name: `head.${module.name}` })) ?? [];
  const rows = [...summary.modules, ...head].map(rowOf);
  const titles = ['Module', 'Type', 'Kernel', 'Output shape', 'Parameters', 'MACs'];
  const [heading = '', ...lines] = aligned([titles, ...rows], [4, 5]);
  // The headings of the last columns stand at their right, so that this line is as wide as the table.
  const rule = '─'.repeat(heading.length);
  return [heading, rule, ...lines, rule, ...totals(summary)].join('\n');
}

function rowOf({ name, type, kernel, groups, out_shape, params, macs }: ModuleReport): readonly string[] {
  const channelwise = groups !== undefined && groups > 1 ? ' channel-wise' : '';
  return [
    name,
    type,
    kernel ? `${kernel.join('×')}${channelwise}` : '',
    out_shape.join(' × '),
    params ? grouped(params) : '',
    macs ? grouped(macs) : '',
  ];
}

function totals(summary: Summary): readonly string[] {
  const { with_head: head } = summary;
  const figure = (label: string, backbone: number, total: number | undefined): string =>
    `${label.padEnd(52)}${grouped(backbone).padStart(18)}${total === undefined ? '' : grouped(total).padStart(20)}`;
  const alike = (label: string, key: keyof Summary & keyof NonNullable<typeof head>) =>
    figure(label, summary[key], head?.[key]);
  return [
    `${`Input ${summary.input.join(' × ')}, blocks ${summary.stage_blocks.join(' + ')}`.padEnd(52)}${'backbone'.padStart(18)}${head ? 'with head'.padStart(20) : ''}`,
    alike('Parameters', 'params_total'),
    alike('Parameters trained after train()', 'params_trainable'),
    figure('Buffers, elements', summary.buffers_total, head && summary.buffers_total),
    figure('MACs of convolutions and linear layers', summary.macs_conv_total, head?.macs_total),
    alike('FLOPs as mmcv counts (get_model_complexity_info)', 'flops_mmcv_convention'),
    alike('FLOPs as mmengine counts (get_flops.py)', 'flops_mmengine_convention'),
    alike(sizeName('weights'), 'weight_bytes'),
    alike(sizeName('convActivations'), 'conv_output_bytes'),
    alike(sizeName('activations'), 'layer_output_bytes'),
    alike(sizeName('peakLive'), 'peak_live_bytes'),
  ];
}

/** `Convolution outputs, bytes`. */
function sizeName(name: QuantityName): string {
  return titled(columnName(name));
}
