import { useCallback, useMemo, useState } from 'react';
import type { Learnt } from '../../../state/classes/classes';
import { countText, shareText } from '../../../text/numberText';
import { useClasses } from '../../app/useStudio';
import { LinkButton } from '../../kit/LinkButton';
import { Stack } from '../../kit/Stack';
import { Text } from '../../kit/Text';
import { type ConfusionCell, ConfusionTable } from '../ConfusionTable';
import { Part } from '../Part';
import { ClipStrip } from './ClipStrip';
import own from './Own.module.css';

/** From more classes than this on, what is confused most often is listed too; so many at most. */
const MANY = 12;
const LISTED = 8;

/** What is taken for what, on held-out clips; a cell shows its clips. */
export function OwnConfusion({ learnt: { names, judged, verdicts } }: { learnt: Learnt }) {
  const [cell, setCell] = useState<ConfusionCell | null>(null);
  const clips = useClasses((state) => state.library.clips);
  const { confusion, accuracy } = judged;
  const counts = useMemo(() => confusion.map((row) => row.map((ids) => ids.length)), [confusion]);
  const say = useCallback(
    ({ label, answer }: ConfusionCell, count: number) =>
      `${countText(count, 'clip')} of ${names[label]} called ${names[answer]}`,
    [names],
  );
  if (accuracy.trials === 0) return null;
  const confused = confusion
    .flatMap((row, label) => row.map((ids, answer) => ({ label, answer, count: ids.length })))
    .filter(({ label, answer, count }) => count > 0 && label !== answer)
    .toSorted((a, b) => b.count - a.count);
  const ids = cell ? (confusion[cell.label]?.[cell.answer] ?? []) : [];
  const shown = ids.flatMap((id) => clips.find((clip) => clip.id === id) ?? []);
  const probability = (id: string) => {
    const verdict = verdicts.find(({ clipId }) => clipId === id);
    return verdict ? shareText(verdict.probabilities[verdict.answer] ?? 0) : '';
  };
  return (
    <Part title="What is taken for what" label="Confusion">
      <p>A row is what a clip shows, a column what the network says. A cell shows its clips.</p>
      <ConfusionTable names={names} counts={counts} chosen={cell} say={say} onChoose={setCell} />
      {names.length > MANY && confused.length > 0 && (
        <>
          <p>Most often taken for another:</p>
          <ul className={own.points}>
            {confused.slice(0, LISTED).map(({ label, answer, count }) => (
              <li key={`${label} ${answer}`}>
                <LinkButton onClick={() => setCell({ label, answer })}>
                  {names[label]} called {names[answer]}
                </LinkButton>
                , {countText(count, 'clip')}
              </li>
            ))}
          </ul>
        </>
      )}
      {cell && (
        <>
          <p role="status">
            {countText(ids.length, 'clip')} of {names[cell.label]} called {names[cell.answer]}
            {shown.length < ids.length && `, ${ids.length - shown.length} of them deleted since`}:
          </p>
          <Stack as="ul" row gap="half">
            {shown.map((clip) => (
              <li key={clip.id}>
                <ClipStrip clip={clip} />
                <Text as="span" tone="ink-3">
                  {probability(clip.id)}
                </Text>
              </li>
            ))}
          </Stack>
        </>
      )}
    </Part>
  );
}
