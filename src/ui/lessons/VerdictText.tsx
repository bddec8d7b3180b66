import classes from './VerdictText.module.css';

/** How good a guess was. */
export type Judged = 'right' | 'wrong' | 'close' | 'near' | 'far';

const WORDS: Readonly<Record<Judged, string>> = {
  right: 'Right.',
  wrong: 'Not this one.',
  close: 'Close.',
  near: 'Within a factor of two.',
  far: 'Further off than a factor of two.',
};

/** Says how good a guess was, and what the app worked out. */
export function VerdictText({ verdict, answer }: { verdict: Judged; answer: string | null }) {
  const good = verdict === 'right' || verdict === 'close';
  return (
    <p className={classes.verdict} data-good={good || undefined} role="status">
      {WORDS[verdict]}
      {answer !== null && <> It is {answer}.</>}
    </p>
  );
}
