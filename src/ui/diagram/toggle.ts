import { anchorAt } from '../../state/view/pointing';
import { setSpread, toggleOpen } from '../../state/view/session';

/** Opens a closed node, closes an open one. The node stays where it is. */
export function toggle(id: string): void {
  anchorAt(id);
  toggleOpen(id);
}

/** Spreads out a run of repeated blocks, or folds it; the node with this id stays where it is. */
export function spread(run: string, out: boolean, id: string): void {
  anchorAt(id);
  setSpread([run], out);
}
