import { Button, SegmentedControl } from '@mantine/core';
import { bench } from '../../state/browserBench';
import type { ProviderChoice } from '../../worker/client';
import { PlayIcon, StopIcon } from '../kit/icons';
import { NumberField } from '../kit/NumberField';
import { useDocument, useLive } from '../kit/useStudio';
import { BackendLine } from './BackendLine';
import classes from './column.module.css';
import { FaultNote } from './FaultNote';
import { Progress } from './Progress';

const PROVIDERS: readonly { readonly value: ProviderChoice; readonly label: string }[] = [
  { value: 'auto', label: 'Auto' },
  { value: 'webgpu', label: 'WebGPU' },
  { value: 'wasm', label: 'WASM' },
];

/** How the network runs: backend, weights, the button, and how far it is. */
export function RunColumn() {
  const status = useLive((live) => live.status);
  const provider = useLive(({ settings }) => settings.provider);
  const working = status.kind === 'working';
  return (
    <div className={classes.column}>
      <div className={classes.row}>
        <span className={classes.name}>Backend</span>
        <SegmentedControl
          aria-label="Backend"
          value={provider}
          data={[...PROVIDERS]}
          onChange={(chosen) => {
            const choice = PROVIDERS.find(({ value }) => value === chosen);
            if (choice) void bench.configure({ provider: choice.value });
          }}
        />
      </div>
      <Weights />
      <div className={classes.row}>
        {working ? (
          <Button leftSection={<StopIcon />} onClick={() => bench.cancel()}>
            Cancel
          </Button>
        ) : (
          <Button variant="filled" leftSection={<PlayIcon />} onClick={() => void bench.run()}>
            Run
          </Button>
        )}
        {working && <Progress step={status.step} done={status.done} />}
      </div>
      <BackendLine />
      {status.kind === 'failed' && <FaultNote fault={status.fault} />}
    </div>
  );
}

/** Which values the weights have. They are random either way, and said to be. */
function Weights() {
  const weights = useLive(({ settings }) => settings.weights);
  const identity = useDocument(({ legal }) => legal.reference.zero_init_residual);
  return (
    <>
      <div className={classes.row}>
        <span className={classes.name}>Weights</span>
        <SegmentedControl
          aria-label="Weights"
          value={weights.kind}
          data={[
            { value: 'init', label: 'Initialised' },
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
              width={48}
              onCommit={(seed) =>
                void bench.configure({ weights: { kind: 'init', seed: Math.max(0, Math.trunc(seed)) } })
              }
            />
          </>
        )}
      </div>
      <p className={classes.note}>
        {weights.kind === 'init'
          ? `Random weights.${identity ? ' Every block is still the identity of its shortcut: its last norm starts at zero.' : ''}`
          : 'Random weights, each a function of its name, so that anyone can make them again.'}
      </p>
    </>
  );
}
