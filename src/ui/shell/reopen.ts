import type { App } from '../../state/app';
import { openBefore, rememberOpen } from '../../state/files/openFiles';
import { late } from '../app/late';
import { addressInPage } from './useOpenAddress';

/** Offers to open again what stood open before the page was loaded anew, and remembers what stands open now. Returns how to stop. */
export function reopen(app: App): () => void {
  const known = openBefore(addressInPage());
  const stop = rememberOpen(app);
  if (known.length > 0) {
    const names = known.map(({ name }) => name).join(', ');
    const said = `Before the page was loaded anew ${names} ${known.length === 1 ? 'was' : 'were'} open.`;
    const action = {
      label: 'Open again',
      run: () => late(app, import('./openFile'), ({ openAgain }) => openAgain(app, known)),
    };
    app.notices.notify(said, action, { stays: true });
  }
  return stop;
}
