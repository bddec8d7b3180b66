import { firstOfRun } from '../../diagram/diagram';
import { anchorAt } from '../../state/pointing';
import { toggleOpen, toggleUnfolded } from '../../state/session';

/** Opens a closed node, closes an open one, spreads out a folded run. The node stays where it is. */
export function toggle(id: string): void {
  anchorAt(id);
  const first = firstOfRun(id);
  if (first === null) toggleOpen(id);
  else toggleUnfolded(first);
}
