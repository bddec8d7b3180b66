import { useEffect } from 'react';
import { useApp } from '../app/useApp';
import { useCheckpoint, useSession } from '../app/useStudio';
import { useTypeAhead } from '../palette/typeAhead';
import { commandsOf } from './commands';
import { HIDEABLE } from './hideable';
import { fetchAhead, PaletteRoom } from './lazyPalette';
import { Designs, ExportDialog, KeyList, OpenNotice, TeachDialog } from './rooms';
import { useFocusBack } from './useFocusBack';

/** When the first picture has long been drawn, in milliseconds. */
const FETCH_AFTER = 2000;

/** What lies over everything, one thing at a time. */
export function Overlays() {
  const app = useApp();
  const overlay = useSession((session) => session.overlay);
  const opens = useCheckpoint(({ status }) => status.kind !== 'idle');
  useFocusBack(overlay !== null);
  useTypeAhead();
  useEffect(() => {
    const timer = setTimeout(fetchAhead, FETCH_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {overlay === 'palette' && <PaletteRoom />}
      {overlay === 'keys' && <KeyList commands={commandsOf(app)} />}
      {overlay === 'designs' && <Designs />}
      {overlay === 'export' && <ExportDialog />}
      {overlay === 'teach' && <TeachDialog controls={HIDEABLE} />}
      {opens && <OpenNotice />}
    </>
  );
}
