import { useEffect } from 'react';
import { notify } from '../../state/view/notices';
import { late } from '../app/late';

/** Offers to open again what stood open before the page was loaded anew, and remembers what stands open now. */
export function useReopen(): void {
  useEffect(() => {
    late(import('../../state/files/openFiles'), ({ openBefore, rememberOpen }) => {
      const known = openBefore();
      rememberOpen();
      if (known.length === 0) return;
      const names = known.map(({ name }) => name).join(', ');
      notify(`Before the page was loaded anew ${names} ${known.length === 1 ? 'was' : 'were'} open.`, {
        label: 'Open again',
        run: () => late(import('./openFile'), ({ openAgain }) => openAgain(known)),
      });
    });
  }, []);
}
