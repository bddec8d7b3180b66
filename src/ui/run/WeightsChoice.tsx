import { SegmentedControl } from '@mantine/core';
import { bench } from '../../state/browserBench';
import { NumberField } from '../kit/NumberField';
import { useLive } from '../kit/useStudio';
import classes from './parts.module.css';

/** Which values the weights have: the reference's random initialisation from a seed, or a function of their names. */
export function WeightsChoice() {
  const weights = useLive(({ settings }) => settings.weights);
  return (
    <div className={classes.row}>
      <SegmentedControl
        aria-label="Weights"
        value={weights.kind}
        data={[
          { value: 'init', label: 'Fresh weights' },
          { value: 'named', label: 'Named' },
        ]}
        onChange={(kind) =>
          void bench.configure({ weights: kind === 'init' ? { kind: 'init', seed: 0 } : { kind: 'named' } })
        }
      />
      {weights.kind === 'init' && (
        <>
          <span className={classes.note}>seed</span>
          <NumberField
            label="Seed of the weights"
            value={weights.seed}
            step={1}
            min={0}
            width={44}
            onCommit={(seed) => void bench.configure({ weights: { kind: 'init', seed: wholeSeed(seed) } })}
          />
        </>
      )}
    </div>
  );
}

function wholeSeed(seed: number): number {
  return Math.max(0, Math.trunc(seed));
}
