import { shareText } from '../../text/numberText';
import { energyOf } from '../../training/energy';
import type { OddJudgement } from '../../training/oddJudgement';
import { Note } from '../kit/Note';
import { useTrainedCard } from './useTrainedCard';

/**
 * Says that a clip is not what the network that comes with the app was trained for, by the threshold of its card; nothing
 * for other networks, whose training is not known here. `scores` are before softmax, `[classes]` of every view.
 */
export function OddNote({ scores }: { scores: readonly Float32Array[] }) {
  const card = useTrainedCard();
  if (!card || scores.length === 0) return null;
  const energy = scores.reduce((sum, view) => sum + energyOf(view), 0) / scores.length;
  return <OddEnergy energy={energy} odd={card.odd} />;
}

/** Says that a clip is none of a network's classes, where its energy lies below the threshold that was set for that. */
export function OddEnergy({
  energy,
  odd: { threshold, refused, answered },
}: {
  energy: number;
  odd: Pick<OddJudgement, 'threshold' | 'refused' | 'answered'>;
}) {
  if (energy >= threshold) return null;
  return (
    <Note tone="warn" role="status">
      <strong>Not what it was trained for.</strong> All its scores together are low (energy {energy.toFixed(1)}, below{' '}
      {threshold.toFixed(1)}), so what stands below is a guess. The rule holds back {shareText(refused.share)} of clips
      of none of its classes, and also {shareText(1 - answered.share)} of those it knows.
    </Note>
  );
}
