import type { ReactNode } from 'react';
import { Button } from '../kit/controls/Button';
import { Stack } from '../kit/Stack';

interface GuessFormProps {
  /** There is a guess that can be handed in. */
  readonly ready: boolean;
  readonly onSubmit: () => void;
  /** What stands beside the button. */
  readonly beside?: ReactNode;
  /** Stands in the place of the button once the question is answered. */
  readonly answer?: ReactNode;
  readonly children?: ReactNode;
}

/** What a guess is made with, and the button that hands it in. */
export function GuessForm({ ready, onSubmit, beside, answer, children }: GuessFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      {answer ?? (
        <Stack row>
          {beside}
          <Button type="submit" variant="filled" disabled={!ready}>
            Work it out
          </Button>
        </Stack>
      )}
    </form>
  );
}
