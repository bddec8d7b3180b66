import { useMemo } from 'react';
import type { Design } from '../../design/design';
import { forecastOf, MOST_MEMORY } from '../../state/train/forecast';
import { amountText, timeText } from '../../text/numberText';
import type { Recipe } from '../../training/recipe';

/** What training will take, before it begins: on one thread, which is where runs begin; `updates` of all its runs. */
export function Expected({ design, recipe, updates }: { design: Design; recipe: Recipe; updates: number }) {
  const { ms, memory, measuredHere } = useMemo(() => forecastOf(design, recipe), [design, recipe]);
  return (
    <p>
      About {timeText(ms)} an update, {timeText(ms * updates)} in all, and {amountText(memory, 'B')} of memory on one
      thread {measuredHere ? '(by the last run here)' : '(by runs on another computer)'}
      {memory > MOST_MEMORY &&
        `. WebAssembly has ${amountText(MOST_MEMORY, 'B')} at most, so this will hardly run: let less of it learn, or make the clip smaller`}
    </p>
  );
}
