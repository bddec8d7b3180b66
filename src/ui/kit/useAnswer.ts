import { useEffect, useState } from 'react';
import { sentenceOf } from '../../text/sentence';

/** What a worker was asked, as far as it has answered. */
export interface Answer<T> {
  /** The answer to what is asked now; null until it comes. */
  readonly current: T | null;
  /** The newest answer there is: while another is under way, the one before it. */
  readonly value: T | null;
  readonly pending: boolean;
  /** Why there is none. */
  readonly failure: string | null;
}

type Question<T> = (signal: AbortSignal) => Promise<T>;

/** The last answer or failure, and the question it belongs to. */
interface Given<T> extends Pick<Answer<T>, 'value' | 'failure'> {
  readonly to: Question<T> | null;
}

/**
 * Asks a worker whenever the question changes; an answer that is no longer wanted is cancelled.
 * @param question a function that stays the same while the question does (`useCallback`); null asks nothing
 */
export function useAnswer<T>(question: Question<T> | null): Answer<T> {
  const [{ to, value, failure }, setGiven] = useState<Given<T>>({ to: null, value: null, failure: null });
  useEffect(() => {
    if (!question) return;
    const controller = new AbortController();
    const give = (given: Pick<Given<T>, 'value' | 'failure'>) => {
      if (!controller.signal.aborted) setGiven({ to: question, ...given });
    };
    question(controller.signal).then(
      (value) => give({ value, failure: null }),
      (error: unknown) => give({ value: null, failure: sentenceOf(error) }),
    );
    return () => controller.abort();
  }, [question]);
  const answered = question !== null && to === question;
  const pending = question !== null && !answered;
  return { current: answered ? value : null, value, pending, failure: answered ? failure : null };
}
