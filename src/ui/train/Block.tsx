import { useMemo } from 'react';
import { energyPlane, type Plane, planeOf } from '../../analysis/activations/mosaic';
import type { TrainRun } from '../../state/train/train';
import type { TrainLook } from '../../state/train/trainLook';
import { shapeText } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { exactText } from '../../text/numberText';
import { useSession, useTrain } from '../app/useStudio';
import { Bars } from '../kit/Bars';
import { ClipStrip } from '../kit/ClipStrip';
import { PlaneCanvas } from '../kit/PlaneCanvas';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './Block.module.css';
import { useExample } from './useExample';
import { useTrainLook } from './useTrainLook';

/** The selected part of the network in training: its output on a clip, its kernels and its gates, as they are now. */
export function Block() {
  const run = useTrain((state) => state.run);
  const selected = useSession((session) => session.selected);
  if (!run || selected === null)
    return (
      <p className={classes.block}>
        {run
          ? 'Select a block in the network: its output on a clip, its kernels and its gates show here while it learns.'
          : 'Once it trains, select a block: its output on a clip, its kernels and its gates show here while it learns.'}
      </p>
    );
  return <Selected run={run} path={selected} />;
}

function Selected({ run, path }: { run: TrainRun; path: string }) {
  const { t, h, w } = run.design.clip;
  const first = useExample(run.choice, run.design.clip, 0, 0);
  const pointed = useTrain((state) => state.shown);
  // A clip of another size is none this network takes.
  const fits = pointed && shapeText(pointed.clip.shape) === shapeText([1, 3, t, h, w]);
  const shown = fits ? pointed : first && { clip: first, name: run.classes[0] ?? '' };
  const looked = useTrainLook(run.id, path, shown?.clip ?? null);
  return (
    <section className={classes.block} aria-label="Selected block">
      <Stack row gap="1" align="baseline" className={classes.head}>
        <Text as="h2" size="md" tone="ink" weight={650}>
          {path}
        </Text>
        {looked && 'look' in looked && (
          <span>
            after update {exactText(looked.look.step)}, output {shapeText(looked.look.output.shape)}
          </span>
        )}
      </Stack>
      {looked === null && <p>Asking the network …</p>}
      {looked && 'missing' in looked && <p>The network that was trained has no {path}. Train again to see it.</p>}
      {looked && 'fault' in looked && <p role="alert">{looked.fault}</p>}
      {looked && 'look' in looked && shown && <Looks look={looked.look} clip={shown.clip} name={shown.name} />}
    </section>
  );
}

function Looks({ look, clip, name }: { look: TrainLook; clip: Tensor<'float32'>; name: string }) {
  const { output, gates, kernels } = look;
  return (
    <div className={classes.parts}>
      <Output output={output} clip={clip} name={name} />
      {(kernels || gates) && (
        <Stack gap="1h">
          {kernels && <Kernels path={kernels.path} weight={kernels.weight} />}
          {gates && <Bars values={gates.data} name="gate" title="Gates of the squeeze-and-excitation" />}
        </Stack>
      )}
    </div>
  );
}

/** All channels of the output in one picture a moment, under the clip they come from. */
function Output({ output, clip, name }: { output: Tensor<'float32'>; clip: Tensor<'float32'>; name: string }) {
  const [, channels = 1, frames = 1] = output.shape;
  const planes = useMemo(
    () => (output.shape.length === 5 ? Array.from({ length: frames }, (_, t) => energyPlane(output, t)) : []),
    [output, frames],
  );
  const strongest = strongestOf(planes);
  return (
    <figure className={classes.figure}>
      <figcaption>
        On a clip of {name}, time from left to right. {planes.length > 0 ? 'Below, ' : ''}
        {planes.length > 0
          ? `root mean square over ${channels} channels; full colour is ${strongest.toPrecision(2)}.`
          : `One value a channel: ${channels}.`}
      </figcaption>
      <ClipStrip clip={clip} alt={`The clip shown, of ${name}`} />
      <div className={classes.planes} role="img" aria-label={`Output at ${frames} moments`}>
        {planes.map((plane, t) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a moment is its place in time.
          <PlaneCanvas key={t} plane={plane} strongest={strongest} />
        ))}
      </div>
      {planes.length === 0 && output.data.length > 1 && (
        <Bars values={output.data} name="value" title="One value a channel" />
      )}
    </figure>
  );
}

const FILTERS = 24;

/** The first filters of a convolution, the places in time of each beside each other. */
function Kernels({ path, weight }: { path: string; weight: Tensor<'float32'> }) {
  const [filters = 1, inputs = 1, ...kernel] = weight.shape;
  const [time = 1] = kernel;
  const shown = Math.min(FILTERS, filters);
  const planes = useMemo(
    () =>
      Array.from({ length: shown }, (_, filter) =>
        Array.from({ length: time }, (_, t) => planeOf(filterOf(weight, filter), 0, t)),
      ),
    [weight, shown, time],
  );
  const strongest = strongestOf(planes.flat());
  return (
    <figure className={classes.figure}>
      <figcaption>
        Kernels of {path}: {shown < filters ? `the first ${shown} of ${filters}` : filters}, {shapeText(kernel)}
        {inputs > 1 && ', first input channel'}, time from left to right. Blue is positive, orange negative; full colour
        is {strongest.toPrecision(2)}.
      </figcaption>
      <div className={classes.kernels} role="img" aria-label={`${shown} kernels, ${shapeText(kernel)} each`}>
        {planes.map((steps, filter) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a filter is its number.
          <span key={filter} className={classes.kernel} style={{ '--steps': time } as React.CSSProperties}>
            {steps.map((plane, t) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in time.
              <PlaneCanvas key={t} plane={plane} strongest={strongest} />
            ))}
          </span>
        ))}
      </div>
    </figure>
  );
}

/** A filter `[1, I, kT, kH, kW]` of a weight `[O, I, kT, kH, kW]`. */
function filterOf({ shape, data, dtype }: Tensor<'float32'>, filter: number): Tensor<'float32'> {
  const [filters = 1, ...rest] = shape;
  const size = data.length / filters;
  return { dtype, shape: [1, ...rest], data: data.subarray(filter * size, (filter + 1) * size) };
}

function strongestOf(planes: readonly Plane[]): number {
  return planes.reduce(
    (most, { values }) => values.reduce((largest, value) => Math.max(largest, Math.abs(value)), most),
    0,
  );
}
