import { useEffect, useState } from 'react';
import { stepsOf } from '../../state/train/train';
import type { TrainLook } from '../../state/train/trainLook';
import { trainRunsOf } from '../../state/train/trainRuns';
import type { Tensor } from '../../tensor/tensor';
import { sentenceOf } from '../../text/sentence';
import { useApp } from '../app/useApp';

/** Milliseconds from one answer to the next question, while the network learns. */
const EVERY = 700;

/** What is known of a part: how it looks now, that the network has none of that name, or why it is not known. */
type Looked = { readonly look: TrainLook } | { readonly missing: true } | { readonly fault: string } | null;

/** A part of the run's network on a clip, asked for again while the network learns; null until the first answer. */
export function useTrainLook(run: string | null, path: string | null, clip: Tensor<'float32'> | null): Looked {
  const app = useApp();
  const [looked, setLooked] = useState<Looked>(null);
  useEffect(() => {
    setLooked(null);
    if (run === null || path === null || clip === null) return;
    const trainRuns = trainRunsOf(app);
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    let seen = -1;
    const round = async () => {
      const steps = stepsOf(app.train.getState().run);
      if (steps !== seen) {
        const found = await trainRuns.look(path, clip).then(
          (look): Looked => (look ? { look } : { missing: true }),
          (error: unknown): Looked => ({ fault: sentenceOf(error) }),
        );
        if (gone) return;
        seen = steps;
        setLooked(found);
      }
      timer = setTimeout(() => void round(), EVERY);
    };
    void round();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [app, run, path, clip]);
  return looked;
}
