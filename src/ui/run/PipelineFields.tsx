import { Button } from '@mantine/core';
import { bench } from '../../state/browserBench';
import { edit } from '../../state/document';
import type { Pipeline } from '../../state/live';
import { Choice } from '../kit/Choice';
import { NumberField } from '../kit/NumberField';
import { useDocument, useLive } from '../kit/useStudio';
import classes from './PipelineFields.module.css';
import parts from './parts.module.css';

/** mmaction2's test pipeline, step by step under its names; what each does is drawn above. */
export function PipelineFields() {
  const pipeline = useLive(({ settings }) => settings.pipeline);
  return (
    <ol className={classes.steps} aria-label="How frames become clips">
      <SampleFrames pipeline={pipeline} />
      <Resize pipeline={pipeline} />
      <Crop pipeline={pipeline} />
      <li>
        <code>Normalize</code>
        <span className={parts.note}>(level − 114.75) / 57.38</span>
      </li>
    </ol>
  );
}

const set = (change: Partial<Pipeline>): void => void bench.setPipeline(change);

function SampleFrames({ pipeline }: { pipeline: Pipeline }) {
  const { t, interval } = useDocument(({ design }) => design.clip);
  const { clips, mode, seed, targetFps, tooShort } = pipeline;
  return (
    <li>
      <code>SampleFrames</code>
      <Labelled name="frames">
        <NumberField
          label="Frames of a clip"
          value={t}
          step={1}
          min={1}
          width={44}
          onCommit={(to) => edit({ clip: { t: to } })}
        />
      </Labelled>
      <Labelled name="every">
        <NumberField
          label="Source frames from one to the next"
          value={interval}
          step={1}
          min={1}
          width={44}
          onCommit={(to) => edit({ clip: { interval: to } })}
        />
      </Labelled>
      <Labelled name="clips">
        <NumberField
          label="Clips of a source"
          value={clips}
          step={1}
          min={1}
          width={44}
          onCommit={(to) => set({ clips: whole(to, 1) })}
        />
      </Labelled>
      <Choice
        label="starts"
        value={mode}
        options={[
          { value: 'test', label: 'evenly spread' },
          { value: 'random', label: 'random' },
        ]}
        onChange={(mode) => set({ mode })}
      />
      {mode === 'random' && (
        <Labelled name="seed">
          <NumberField
            label="Seed of the starts"
            value={seed}
            step={1}
            min={0}
            width={44}
            onCommit={(to) => set({ seed: whole(to, 0) })}
          />
          <Button onClick={() => set({ seed: seed + 1 })}>Draw again</Button>
        </Labelled>
      )}
      <Choice
        label="rate"
        value={targetFps === null ? 'own' : 'target'}
        options={[
          { value: 'own', label: 'the source’s' },
          { value: 'target', label: 'a fixed one' },
        ]}
        onChange={(rate) => set({ targetFps: rate === 'own' ? null : DEFAULT_RATE })}
      />
      {targetFps !== null && (
        <Labelled name="frames a second">
          <NumberField
            label="Frames a second"
            value={targetFps}
            step={1}
            min={1}
            width={44}
            onCommit={(to) => set({ targetFps: Math.max(1, to) })}
          />
        </Labelled>
      )}
      <Choice
        label="too short"
        value={tooShort}
        options={[
          { value: 'refuse', label: 'say so' },
          { value: 'loop', label: 'loop' },
          { value: 'repeat_last', label: 'repeat the last frame' },
        ]}
        onChange={(tooShort) => set({ tooShort })}
      />
    </li>
  );
}

/** SlowFast's TARGET_FPS. */
const DEFAULT_RATE = 30;

function Resize({ pipeline: { shortSide } }: { pipeline: Pipeline }) {
  const resized = useLive(({ frames }) => frames?.resized);
  return (
    <li>
      <code>Resize</code>
      <Labelled name="short side">
        <NumberField
          label="Short side after resizing"
          value={shortSide ?? (resized ? Math.min(resized.width, resized.height) : 0)}
          step={1}
          min={1}
          width={52}
          onCommit={(to) => set({ shortSide: whole(to, 1) })}
        />
      </Labelled>
      {resized && (
        <span className={parts.note}>
          to {resized.width} × {resized.height}
        </span>
      )}
      {shortSide !== null && <Button onClick={() => set({ shortSide: null })}>As published</Button>}
    </li>
  );
}

function Crop({ pipeline: { crops } }: { pipeline: Pipeline }) {
  const { w, h } = useDocument(({ legal }) => legal.clip);
  return (
    <li>
      <Choice
        label="crop"
        value={crops}
        options={[
          { value: 'center', label: 'CenterCrop' },
          { value: 'three', label: 'ThreeCrop' },
        ]}
        onChange={(crops) => set({ crops })}
      />
      <span className={parts.note}>
        γ<sub>s</sub>: {w} × {h} pixels
      </span>
    </li>
  );
}

function Labelled({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <span className={classes.labelled}>
      <span className={parts.note} aria-hidden>
        {name}
      </span>
      {children}
    </span>
  );
}

function whole(value: number, least: number): number {
  return Math.max(least, Math.trunc(value));
}
