import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { type StrokePoint, straightStroke, strokeClip } from '../../motion/strokeClip';
import { MOTIONS, type MotionClass, TASKS } from '../../motion/tasks';
import { dataOf, type TrainRun } from '../../state/train/train';
import { trainRunsOf } from '../../state/train/trainRuns';
import { float32, type Tensor } from '../../tensor/tensor';
import { shareText } from '../../text/numberText';
import { sentenceOf } from '../../text/sentence';
import type { Recognised } from '../../training/evaluation';
import { isOfUse, type OddJudgement } from '../../training/oddJudgement';
import { OddEnergy } from '../app/OddNote';
import { useApp } from '../app/useApp';
import { ClipPicture } from '../kit/ClipPicture';
import { Button } from '../kit/controls/Button';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { CameraTry } from './CameraTry';
import { Part } from './Part';
import classes from './TryIt.module.css';

/** What was tried: a clip, what the network said of it, and what it was, where that is known. */
interface Tried {
  readonly clip: Tensor<'float32'>;
  readonly said: Recognised;
  readonly truth: string | null;
}

/** A try by hand: a stroke that a disc goes along, or another clip of the task; and what the network says. */
export function TryIt({ run }: { run: TrainRun }) {
  const app = useApp();
  const trainRuns = trainRunsOf(app);
  const [tried, setTried] = useState<Tried | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const { design, choice, classes: names } = run;
  const { t, h, w } = design.clip;
  const drawn = names.some((name) => MOTIONS[name as MotionClass]?.law.kind === 'shift');
  const index = useRef(1_000);

  const ask = async (clip: Tensor<'float32'>, truth: string | null) => {
    try {
      setTried({ clip, said: await trainRuns.recognise(clip), truth });
      app.train.show({ clip, name: truth ?? 'your stroke' });
      setFault(null);
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  const another = async () => {
    index.current += 1;
    const label = Math.floor(Math.random() * names.length);
    await ask(await trainRuns.clips.example(dataOf(choice), design.clip, label, index.current), names[label] ?? null);
  };
  return (
    <Part title="Try it">
      <Stack row gap="1h">
        {drawn && (
          <Pad onStroke={(points) => void ask(float32([1, 3, t, h, w], strokeClip(points, { t, h, w })), null)} />
        )}
        <Stack className={classes.answer} align="start">
          <Button size="compact-sm" onClick={() => void another()}>
            Another clip
          </Button>
          {tried && run.odd && isOfUse(run.odd) && <OddEnergy energy={tried.said.energy} odd={run.odd} />}
          {tried && <Answer tried={tried} names={names} />}
        </Stack>
        {tried && (
          <div className={classes.clip}>
            <ClipPicture clip={tried.clip} alt="The clip the network was shown" />
          </div>
        )}
      </Stack>
      <CameraTry run={run} />
      <p>
        It was tested on clips of “{TASKS[choice.task].label}”{typeof choice.level === 'string' && `, ${choice.level}`}
        {run.odd ? oddText(run.odd) : ANY_NAME}
      </p>
      {fault && <p role="alert">{fault}</p>}
    </Part>
  );
}

/** What is so of a network without a rule for clips of none of its classes. */
const ANY_NAME = ', and gives one of its names to whatever it is shown: of anything else the answer means nothing.';

/** The rule for clips of none of its classes, and how well it holds. */
function oddText({ refused, answered }: OddJudgement): string {
  const made = `${refused.trials} made clips that move otherwise (back and forth, jumping, round a corner, cut up)`;
  const lost = shareText(1 - answered.share);
  if (!isOfUse({ answered }))
    return `${ANY_NAME} A rule that would hold back ${shareText(refused.share)} of ${made} would hold back ${lost} of those it knows as well, too many to be of use: trained longer, it may tell them apart.`;
  return `; where all its scores together are low it says that a clip is none of them. Of ${made} that holds back ${shareText(refused.share)}, and ${lost} of as many it knows; of real pictures nothing is known.`;
}

/** The most probable classes, the first one large. */
function Answer({ tried: { said, truth }, names }: { tried: Tried; names: readonly string[] }) {
  const ranked = names
    .map((name, label) => ({ name, probability: said.probabilities[label] ?? 0 }))
    .toSorted((a, b) => b.probability - a.probability);
  const [first, ...others] = ranked;
  if (!first) return null;
  return (
    <div role="status">
      <Text size="lg" tone="ink" weight={650}>
        {first.name}, {shareText(first.probability)}
      </Text>
      {others.slice(0, 2).map(({ name, probability }) => (
        <p key={name}>
          {name}, {shareText(probability)}
        </p>
      ))}
      {truth && <p>{truth === first.name ? 'Right.' : `It was ${truth}.`}</p>}
    </div>
  );
}

/** A field to draw a stroke in, by mouse, finger, pen or the arrow keys. */
function Pad({ onStroke }: { onStroke: (points: readonly StrokePoint[]) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const points = useRef<StrokePoint[] | null>(null);
  const place = (event: PointerEvent<HTMLButtonElement>): StrokePoint => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const draw = () => {
    const context = canvas.current?.getContext('2d');
    if (!context || !canvas.current) return;
    const { width, height } = canvas.current;
    context.clearRect(0, 0, width, height);
    context.strokeStyle = getComputedStyle(canvas.current).color;
    context.lineWidth = 4;
    context.lineCap = 'round';
    context.beginPath();
    for (const { x, y } of points.current ?? []) context.lineTo(x * width, y * height);
    context.stroke();
  };
  useEffect(draw);
  return (
    <button
      type="button"
      className={classes.pad}
      aria-label="Draw a stroke here, or press an arrow key; the network says where it goes"
      onKeyDown={(event) => {
        const motion = ARROWS.get(event.key);
        const stroke = motion && straightStroke(motion, Math.random);
        if (!stroke) return;
        event.preventDefault();
        points.current = [...stroke];
        draw();
        onStroke(stroke);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        points.current = [place(event)];
        draw();
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        points.current?.push(place(event));
        draw();
      }}
      onPointerUp={() => {
        if (points.current && points.current.length > 1) onStroke(points.current);
      }}
    >
      <canvas ref={canvas} width={140} height={140} aria-hidden />
    </button>
  );
}

/** Strokes by key. */
const ARROWS: ReadonlyMap<string, MotionClass> = new Map<string, MotionClass>([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
]);
