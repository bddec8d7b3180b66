import { useEffect, useState } from 'react';
import { sentenceOf } from '../../text/sentence';

/** What a worker was asked, as far as it has answered. */
export interface Answer<T> {
  /** The newest answer there is: while another is under way, the one before it. */
  readonly value: T | null;
  readonly pending: boolean;
  /** Why there is none. */
  readonly failure: string | null;
}

/**
 * Asks a worker whenever the question changes; an answer that is no longer wanted is cancelled.
 * @param question a function that stays the same while the question does (`useCallback`); null asks nothing
 */
export function useAnswer<T>(question: ((signal: AbortSignal) => Promise<T>) | null): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ value: null, pending: false, failure: null });
  useEffect(() => {
    if (!question) return;
    const controller = new AbortController();
    setAnswer(({ value }) => ({ value, pending: true, failure: null }));
    question(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setAnswer({ value, pending: false, failure: null });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setAnswer({ value: null, pending: false, failure: sentenceOf(error) });
      },
    );
    return () => controller.abort();
  }, [question]);
  return answer;
}
