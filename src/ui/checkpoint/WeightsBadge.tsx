import { countText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useCheckpoint, useRun } from '../app/useStudio';
import classes from './WeightsBadge.module.css';

/** Whose weights runs and exports use, while it is a checkpoint's: its name, and how much of it fits. */
export function WeightsBadge() {
  const app = useApp();
  const inUse = useRun(({ settings }) => settings.weights.kind === 'checkpoint');
  const file = useCheckpoint((state) => state.file);
  const ledger = useCheckpoint((state) => state.ledger);
  if (!inUse || !file || !ledger) return null;
  const drawn = ledger.drawn.length;
  const fits = drawn === 0 ? 'all tensors loaded' : countText(drawn, 'random tensor');
  return (
    <button
      type="button"
      className={classes.badge}
      data-tip={`Weights: ${file.name}, ${fits}`}
      data-warns={drawn > 0 || undefined}
      aria-label={`Weights: ${file.name}, ${fits}`}
      onClick={() => {
        app.session.openDockTab('checkpoint');
        app.session.setState({ sheet: 'dock' });
      }}
    >
      <span className={classes.name}>{file.name}</span>
      {drawn > 0 && <span className={classes.random}>{` ${drawn} random`}</span>}
    </button>
  );
}
