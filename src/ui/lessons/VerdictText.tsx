import { isGood, type Verdict } from '../../lessons/verdict';
import { Text } from '../kit/Text';

const WORDS: Readonly<Record<Verdict, string>> = {
  right: 'Right.',
  wrong: 'Not this one.',
  close: 'Close.',
  near: 'Not close, but within a factor of two.',
  far: 'Off by more than a factor of two.',
  shown: 'Shown by the app.',
};

/** Says how good a guess was, and what the app worked out. */
export function VerdictText({ verdict, answer }: { verdict: Verdict; answer: string | null }) {
  return (
    <Text size="read" weight={600} {...(isGood(verdict) && { tone: 'good' })} role="status">
      {WORDS[verdict]}
      {answer !== null && <> It is {answer}.</>}
    </Text>
  );
}
