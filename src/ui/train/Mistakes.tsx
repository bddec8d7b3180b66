import { useCallback, useState } from 'react';
import { recipeOf } from '../../state/train/recipeSettings';
import { dataOf, type TrainRun } from '../../state/train/train';
import { trainRunsOf } from '../../state/train/trainRuns';
import { shareText } from '../../text/numberText';
import type { Evaluation } from '../../training/evaluation';
import { useApp } from '../app/useApp';
import { ClipStrip } from '../kit/ClipStrip';
import { LinkButton } from '../kit/LinkButton';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import { useAnswer } from '../kit/useAnswer';
import type { ConfusionCell } from './ConfusionTable';

/** Strips that are shown at once. */
const SHOWN = 4;

/** Clips behind a cell of the confusion; where none is chosen, those the network was wrong about and surest of. */
export function Mistakes(props: { run: TrainRun; answer: Evaluation; cell: ConfusionCell | null; onBack: () => void }) {
  const { run, answer, cell, onBack } = props;
  const [more, setMore] = useState(0);
  const clips = clipsOf(answer, cell);
  const from = clips.length === 0 ? 0 : (more * SHOWN) % clips.length;
  const shown = clips.slice(from, from + SHOWN);
  const names = run.classes;
  return (
    <Stack as="section" aria-label={cell ? 'Clips of the cell' : 'Worst mistakes'}>
      <Text as="h3" tone="ink" weight={650}>
        {cell ? `${names[cell.label]}, called ${names[cell.answer]}: ${clips.length}` : 'Worst mistakes'}
      </Text>
      {clips.length === 0 && <p>{cell ? 'No clip.' : 'None of the asked clips.'}</p>}
      <Stack as="ol">
        {shown.map((index) => (
          <li key={index}>
            <Strip run={run} answer={answer} index={index} />
          </li>
        ))}
      </Stack>
      <Stack row gap="1h">
        {clips.length > SHOWN && (
          <LinkButton onClick={() => setMore(more + 1)}>Others of the {clips.length}</LinkButton>
        )}
        {cell && <LinkButton onClick={onBack}>Worst mistakes</LinkButton>}
      </Stack>
    </Stack>
  );
}

function Strip({ run, answer, index }: { run: TrainRun; answer: Evaluation; index: number }) {
  const { clips } = trainRunsOf(useApp());
  const { design, choice } = run;
  const { split, variation } = answer;
  const question = useCallback(() => {
    const { t, h, w, interval } = design.clip;
    const { batch } = recipeOf(choice);
    return clips.heldOut(dataOf(choice), { t, h, w, interval }, { split, variation, index, batch });
  }, [clips, design, choice, split, variation, index]);
  const { value: clip } = useAnswer(question);
  const names = run.classes;
  const truth = names[answer.labels[index] ?? 0];
  const said = names[answer.answers[index] ?? 0];
  return (
    <figure>
      <ClipStrip clip={clip} alt={`Clip ${index} of those held out, a clip of ${truth}`} />
      <Text as="figcaption" size="xs">
        {truth}, called <strong>{said}</strong> with {shareText(answer.confidences[index] ?? 0)}
      </Text>
    </figure>
  );
}

/** Numbers of the clips of a cell, or of all mistakes; the surest answers first. */
function clipsOf({ labels, answers, confidences }: Evaluation, cell: ConfusionCell | null): readonly number[] {
  return labels
    .flatMap((label, clip) => {
      const said = answers[clip] ?? 0;
      const counts = cell ? label === cell.label && said === cell.answer : said !== label;
      return counts ? [clip] : [];
    })
    .toSorted((a, b) => (confidences[b] ?? 0) - (confidences[a] ?? 0));
}
