import { useEffect } from 'react';
import { late } from '../app/late';
import { useApp } from '../app/useApp';

/** Offers to open again what stood open before the page was loaded anew, once the page is there. */
export function useReopen(): void {
  const app = useApp();
  useEffect(() => {
    let ended = false;
    let stop = () => {};
    late(app, import('./reopen'), ({ reopen }) => {
      if (!ended) stop = reopen(app);
    });
    return () => {
      ended = true;
      stop();
    };
  }, [app]);
}
