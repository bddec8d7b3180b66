import { Button } from '@mantine/core';
import {
  type ComponentType,
  createContext,
  type LazyExoticComponent,
  lazy,
  Suspense,
  useContext,
  useEffect,
  useState,
} from 'react';
import { type MissingPart, whyMissing } from '../../state/view/missingPart';
import classes from './lazyRoom.module.css';

/**
 * A room that comes in a chunk of its own. While the chunk is on its way a line says so in the room's place; where it is
 * not to be had (no network, or gone after a deployment) a notice does, and tries again when it is told to.
 * @param load what the room is, once it is here
 * @param place where it says so: among the others, or over them, as a dialog is
 * @param awaited false for a room that is loaded before anybody asks for it, and for one that may show nothing: its
 *   loading is not told
 */
export function lazyRoom<P extends object>(
  load: () => Promise<ComponentType<P>>,
  place: 'among' | 'over' = 'among',
  awaited = true,
): ComponentType<P> {
  // Of the room and not of its place: shown elsewhere, it is there at once.
  let current = loading(load);
  return function Room(props: P) {
    const [{ Loading, tries }, setTry] = useState(() => ({ Loading: current, tries: 0 }));
    const retry = () => {
      current = loading(load);
      setTry({ Loading: current, tries: tries + 1 });
    };
    return (
      <Missed value={{ retry, place }}>
        <Suspense
          fallback={awaited && <p className={`${classes.coming} ${place === 'over' ? classes.over : ''}`}>Loading…</p>}
        >
          {/* Two tries that end as the same notice are two: each looks why. */}
          <Loading key={tries} {...props} />
        </Suspense>
      </Missed>
    );
  };
}

/** The nearest lazy room: how it is loaded once more, and where it says that it is missing. */
const Missed = createContext({ retry: () => {}, place: 'among' as 'among' | 'over' });

/** What the room is while it loads and then: itself, or the notice that it is missing. Never an error. */
function loading<P extends object>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => {
    try {
      return { default: await loadStyled(load) };
    } catch {
      return { default: Missing };
    }
  });
}

/** Vite's error when a chunk's style sheet is not to be had. It asks for each sheet once only. */
const MISSING_STYLE = /^Unable to preload CSS for (.+)$/;

/** Style sheets that were missed, which the next try has to ask for. */
const missedStyles = new Set<string>();

async function loadStyled<T>(load: () => Promise<T>): Promise<T> {
  try {
    await Promise.all(Array.from(missedStyles, addStyle));
    return await load();
  } catch (error) {
    const [, address] = MISSING_STYLE.exec(error instanceof Error ? error.message : '') ?? [];
    if (address) missedStyles.add(address);
    throw error;
  }
}

async function addStyle(address: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  await new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
  missedStyles.delete(address);
}

/** In the place of a room: why it is not here, and what to do. Nothing of the person's work is touched. */
function Missing() {
  const { retry, place } = useContext(Missed);
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
    <div className={`${classes.missing} ${place === 'over' ? classes.over : ''}`} role="alert">
      <p>{why.text}</p>
      <div className={classes.actions}>
        {why.reloadHelps && (
          <Button variant="filled" onClick={() => window.location.reload()}>
            Reload
          </Button>
        )}
        <Button onClick={retry}>Try again</Button>
      </div>
    </div>
  );
}
