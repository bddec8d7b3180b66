import { mayBeUsed } from '../../state/files/checkpoint';
import { runServiceOf } from '../../state/run/runService';
import { harmless } from '../../text/harmless';
import { useApp } from '../app/useApp';
import { useCheckpoint, useRun } from '../app/useStudio';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Note } from '../kit/Note';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';

/**
 * Which values the weights have: the reference's random initialisation from a seed, a function of their names, or those
 * of the checkpoint that stands open.
 */
export function WeightsChoice() {
  const runService = runServiceOf(useApp());
  const weights = useRun(({ settings }) => settings.weights);
  const file = useCheckpoint((state) => state.file);
  const usable = file && (mayBeUsed(file) || weights.kind === 'checkpoint');
  return (
    <Stack row gap="half 1">
      <SegmentedControl
        aria-label="Weights"
        value={weights.kind}
        data={[
          { value: 'init', label: 'Fresh' },
          { value: 'named', label: 'By name' },
          ...(usable ? [{ value: 'checkpoint', label: harmless(file.name, NAME_LENGTH) }] : []),
        ]}
        onChange={(kind) => {
          if (kind === 'init') void runService.configure({ weights: { kind, seed: 0 } });
          else if (kind === 'named') void runService.configure({ weights: { kind } });
          else if (usable)
            void runService.configure({ weights: { kind: 'checkpoint', checkpoint: file.checkpoint, seed: 0 } });
        }}
      />
      {weights.kind === 'init' && (
        <>
          <Note inline>seed</Note>
          <NumberField
            label="Seed of the weights"
            value={weights.seed}
            step={1}
            min={0}
            width={44}
            onCommit={(to) => {
              const seed = Math.max(0, Math.trunc(to));
              void runService.configure({ weights: { kind: 'init', seed } });
            }}
          />
        </>
      )}
    </Stack>
  );
}

/** Long enough to tell one checkpoint from another; the panel of the checkpoint has the whole name. */
const NAME_LENGTH = 24;
