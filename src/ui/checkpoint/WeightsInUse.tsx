import { useCheckpoint } from '../kit/useCheckpoint';
import { useLive } from '../kit/useStudio';
import classes from './ExportDialog.module.css';

/** Which values a file will hold, in a sentence; random ones are said to be. */
export function WeightsInUse() {
  const weights = useLive(({ settings }) => settings.weights);
  const file = useCheckpoint((state) => state.file);
  const drawn = useCheckpoint((state) => state.ledger?.drawn.length ?? 0);
  switch (weights.kind) {
    case 'init':
      return (
        <p className={classes.warns}>Fresh weights, random from seed {weights.seed}. Open a checkpoint to use its.</p>
      );
    case 'named':
      return (
        <p className={classes.warns}>
          Weights by name: each a function of its tensor’s name, the same everywhere, trained by nobody.
        </p>
      );
    case 'checkpoint':
      return drawn === 0 ? (
        <p>Weights of {file?.name}, every tensor.</p>
      ) : (
        <p className={classes.warns}>
          Weights of {file?.name}; {drawn} {drawn === 1 ? 'tensor' : 'tensors'} that it lacks or has in another shape{' '}
          {drawn === 1 ? 'is' : 'are'} random.
        </p>
      );
  }
}
