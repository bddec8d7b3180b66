import { type Design, HEAD_DEFAULTS } from './design';

/** What of a design mmaction2 has no argument for: a sentence each, none where it can build the network. */
export function whyNotMmaction2({ head, overrides }: Design): readonly string[] {
  const stages = Object.entries(overrides).filter(([, override]) => Object.keys(override ?? {}).length > 0);
  return [
    ...stages.map(
      ([stage, override]) =>
        `${stage} has ${Object.keys(override ?? {}).join(', ')} set by hand, which X3D has no argument for.`,
    ),
    ...(head && head.mid_channels !== HEAD_DEFAULTS.mid_channels
      ? [`The head has ${head.mid_channels} mid channels; X3DHead fixes them at ${HEAD_DEFAULTS.mid_channels}.`]
      : []),
    ...whyNotByHand({ head }),
  ];
}

/** What of a design no subclass of mmaction2's classes is written for here either: a sentence each. */
export function whyNotByHand({ head }: Pick<Design, 'head'>): readonly string[] {
  return head?.pool_window
    ? [`The head pools under a window of ${head.pool_window.join(' × ')}; X3DHead always pools the whole map.`]
    : [];
}
