import { mayBeUsedAnyway, type OpenFile } from '../../state/files/checkpoint';
import { openerOf } from '../../state/files/opener';
import { useApp } from '../app/useApp';
import { useRun } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { Note } from '../kit/Note';

/** Differences shown; the rest are counted. */
const SHOWN = 12;

/** Where a file computes something else than the network recognised in it, and what follows from that. */
export function DifferencesView({ file }: { file: OpenFile }) {
  const opener = openerOf(useApp());
  const inUse = useRun(({ settings }) => settings.weights.kind === 'checkpoint');
  const { differences } = file;
  if (differences.length === 0) return null;
  return (
    <Note as="section" tone="warn" aria-label="Differences">
      <p>
        <strong>
          This file {mayBeUsedAnyway(file) ? 'may compute' : 'computes'} something else than the network{' '}
          {file.recognition.source === null ? 'on the screen' : 'recognised in it'}.
        </strong>{' '}
        {inUse
          ? 'Runs and exports use its weights all the same, as you decided.'
          : 'It is open for looking: runs and exports use nothing of it.'}
      </p>
      <ul>
        {differences.slice(0, SHOWN).map(({ at, message }) => (
          <li key={`${at} ${message}`}>
            <code>{at}</code> {message}
          </li>
        ))}
      </ul>
      {differences.length > SHOWN && <p>And {differences.length - SHOWN} more.</p>}
      {!inUse && mayBeUsedAnyway(file) && (
        <Button onClick={() => opener.takeAnyway()}>Use its weights without these</Button>
      )}
    </Note>
  );
}
