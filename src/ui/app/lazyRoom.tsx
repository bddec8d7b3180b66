import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import { type MissingPart, reloadIfThere, whyMissing } from '../../state/view/missingPart';
import { Button } from '../kit/controls/Button';
import classes from './lazyRoom.module.css';

/** Where a room stands: among the others, or over them, as a dialog does. */
type RoomPlace = 'among' | 'over';

/**
 * A room that comes in a chunk of its own. While the chunk is on its way a line says so in the room's place; where it is
 * not to be had (no network, or gone after a deployment) a notice does.
 * @param load what the room is, once it is here
 * @param awaited false for a room that is loaded before it is asked for, and for one that may show nothing: its
 *   loading is not told
 */
export function lazyRoom<P extends object>(
  load: () => Promise<ComponentType<P>>,
  place: RoomPlace = 'among',
  awaited = true,
): ComponentType<P> {
  const over = place === 'over' ? classes.over : '';
  const Loaded = lazy<ComponentType<P>>(async () => {
    try {
      return { default: await load() };
    } catch {
      return { default: () => <Missing over={over} /> };
    }
  });
  return function Room(props: P) {
    return (
      <Suspense fallback={awaited && <p className={`${classes.coming} ${over}`}>Loading…</p>}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}

/** In the place of a room: why it is not here, and the way to it. Nothing of the person's work is touched. */
function Missing({ over }: { over: string | undefined }) {
  const [why, setWhy] = useState<MissingPart | null>(null);
  useEffect(() => {
    let isShown = true;
    void whyMissing().then((found) => isShown && setWhy(found));
    return () => {
      isShown = false;
    };
  }, []);
  if (!why) return null;
  return (
    <div className={`${classes.missing} ${over}`} role="alert">
      <p>{why.text}</p>
      <Button variant="filled" onClick={() => void reloadIfThere().then((now) => now && setWhy(now))}>
        {why.reloadHelps ? 'Reload' : 'Try again'}
      </Button>
    </div>
  );
}
