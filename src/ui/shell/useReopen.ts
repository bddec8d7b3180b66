import { useEffect } from 'react';
import { late } from '../app/late';
import { useApp } from '../app/useApp';
import { addressInPage } from './useOpenAddress';

/** Offers to open again what stood open before the page was loaded anew, and remembers what stands open now. */
export function useReopen(): void {
  const app = useApp();
  useEffect(() => {
    let ended = false;
    let stop = () => {};
    late(app, import('../../state/files/openFiles'), ({ openBefore, rememberOpen }) => {
      if (ended) return;
      const known = openBefore(addressInPage());
      stop = rememberOpen(app);
      if (known.length === 0) return;
      const names = known.map(({ name }) => name).join(', ');
      const action = {
        label: 'Open again',
        run: () => late(app, import('./openFile'), ({ openAgain }) => openAgain(app, known)),
      };
      const said = `Before the page was loaded anew ${names} ${known.length === 1 ? 'was' : 'were'} open.`;
      app.notices.notify(said, action, { stays: true });
    });
    return () => {
      ended = true;
      stop();
    };
  }, [app]);
}
