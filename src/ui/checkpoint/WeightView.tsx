import { useCallback, useMemo } from 'react';
import { layersOf, partsByPath, stateDictOf } from '../../architecture/walk';
import { openerOf, type ShownTensor } from '../../state/files/opener';
import { shapeText } from '../../tensor/shape';
import { plainText, roundText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useArchitecture, useCheckpoint, useRun, useSession } from '../app/useStudio';
import { FigureList } from '../kit/FigureList';
import { Histogram } from '../kit/Histogram';
import { Note } from '../kit/Note';
import { Section } from '../kit/Section';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { useAnswer } from '../kit/useAnswer';
import { useRested } from '../kit/useRested';
import { TensorImage } from './TensorImage';
import classes from './WeightView.module.css';

/** Tensors looked at together; a stage has hundreds. */
const MOST = 24;

/** How long network and weights must rest before they are looked at, in ms. */
const SETTLE = 150;

/** The values of what is selected: every stored tensor with its statistics, its histogram and a small picture. */
export function WeightView() {
  const architecture = useArchitecture();
  const selected = useSession((session) => session.selected);
  const keys = useMemo(() => {
    const part = selected === null ? undefined : partsByPath(architecture).get(selected);
    if (!part) return [];
    const paths = new Set(layersOf(part).map(({ path }) => path));
    return stateDictOf(architecture)
      .filter(({ layer }) => paths.has(layer.path))
      .map(({ key }) => key);
  }, [architecture, selected]);
  if (keys.length === 0) return null;
  return (
    <Section title="Weights" aside={<WeightsName />} startsFolded>
      {keys.length > MOST ? (
        <Note>
          {keys.length} tensors. Select a module or a layer inside to see its values; {MOST} are shown at once.
        </Note>
      ) : (
        <Tensors keys={keys} prefix={`${selected}.`} />
      )}
    </Section>
  );
}

/** Whose values are shown. */
function WeightsName() {
  const weights = useRun(({ settings }) => settings.weights);
  const file = useCheckpoint((state) => state.file);
  switch (weights.kind) {
    case 'init':
      return `fresh, seed ${weights.seed}`;
    case 'named':
      return 'named';
    case 'checkpoint':
      return file?.name ?? 'checkpoint';
  }
}

function Tensors({ keys, prefix }: { keys: readonly string[]; prefix: string }) {
  const opener = openerOf(useApp());
  const weights = useRun(({ settings }) => settings.weights);
  const asked = useMemo(() => ({ keys, weights }), [keys, weights]);
  // Drawing fresh weights for every step of a drag would only keep the worker busy.
  const rested = useRested(asked, SETTLE);
  const question = useCallback((signal: AbortSignal) => opener.lookAt(rested.keys, signal), [opener, rested]);
  const { current, failure } = useAnswer(question);
  if (rested === asked && failure) return <Note role="alert">The values could not be read: {failure}</Note>;
  if (rested !== asked || !current) return <Note role="status">Looking at the values…</Note>;
  return current.map((tensor) => (
    <TensorCard
      key={tensor.key}
      tensor={tensor}
      name={tensor.key.startsWith(prefix) ? tensor.key.slice(prefix.length) : tensor.key}
    />
  ));
}

function TensorCard({ tensor, name }: { tensor: ShownTensor; name: string }) {
  const { shape, min, max, mean, deviation, zeros, histogram, picture, fromFile, dtype } = tensor;
  const figures: readonly (readonly [string, string])[] = [
    ['min', roundText(min)],
    ['max', roundText(max)],
    ['mean', roundText(mean)],
    ['std', roundText(deviation)],
    ['zeros', `${plainText(Number((100 * zeros).toPrecision(3)))} %`],
  ];
  return (
    <Stack as="article" className={classes.tensor} aria-label={tensor.key}>
      <Stack as="h4" row gap="quarter 1" align="baseline">
        <code>{name}</code>
        <Text as="span" weight={400} tone="ink-2">
          {shapeText(shape)}
        </Text>
        {fromFile && (
          <Text as="span" size="xs" weight={400} tone="good" style={{ marginLeft: 'auto' }}>
            from the file
          </Text>
        )}
      </Stack>
      {dtype === 'int64' ? (
        <Note>{roundText(max)} batches counted in training; never read in eval mode.</Note>
      ) : (
        <>
          <FigureList figures={figures.map(([name, text]) => ({ name, text }))} />
          <Histogram counts={histogram} min={min} max={max} label={`Histogram of ${name}`} />
          {picture && <TensorImage picture={picture} shape={shape} />}
        </>
      )}
    </Stack>
  );
}
