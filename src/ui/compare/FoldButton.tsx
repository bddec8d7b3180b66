import { Chevron } from '../kit/icons';
import classes from './FoldButton.module.css';

/** Opens and closes what a row holds; where it holds nothing, the room that the button would take. */
export function FoldButton({ open, label, onToggle }: { open: boolean; label: string; onToggle: (() => void) | null }) {
  if (!onToggle) return <span className={classes.fold} />;
  return (
    <button type="button" className={classes.fold} aria-expanded={open} aria-label={label} onClick={onToggle}>
      <Chevron />
    </button>
  );
}
