import { useMemo, useState } from 'react';
import { withValue } from '../../design/finding';
import { FATES, type Fate, rowsOf, suggestionsOf } from '../../present/ledgerRows';
import type { Ledger } from '../../state/files/checkpoint';
import { shownName } from '../../text/harmless';
import { exactText } from '../../text/numberText';
import { useApp } from '../app/useApp';
import { useArchitecture } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { TextInput } from '../kit/controls/TextInput';
import { DataTable } from '../kit/DataTable';
import { LinkButton } from '../kit/LinkButton';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './LedgerView.module.css';

/** Rows shown at once; a filter finds the others. */
const SHOWN = 100;

/** What became of every tensor: counts first, then the rows of one kind, to be filtered by name. */
export function LedgerView({ ledger }: { ledger: Ledger }) {
  const app = useApp();
  const architecture = useArchitecture();
  const [chosen, setChosen] = useState<Fate | null>(null);
  const [text, setText] = useState('');
  const isHarmless = ledger.unexpected.every(({ harmless }) => harmless !== null);
  // What needs attention comes first; a file that fits shows what was loaded.
  const fate =
    chosen ??
    FATES.find(({ fate, fine }) => !fine && ledger[fate].length > 0 && !(fate === 'unexpected' && isHarmless))?.fate ??
    'loaded';
  const rows = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return rowsOf(ledger, fate).filter((row) => {
      const name = `${row.key} ${row.name ?? ''}`.toLowerCase();
      const shape = row.shape.join('x');
      return words.every((word) => name.includes(word) || shape.includes(word.replaceAll('×', 'x')));
    });
  }, [ledger, fate, text]);
  const noted = rows.some(({ note }) => note !== '');
  return (
    <Stack as="section" aria-label="Tensor by tensor">
      <Stack as="ul" row gap="half" aria-label="Tensors by what became of them">
        {FATES.map(({ fate: each, label, fine }) => (
          <li key={each}>
            <button
              type="button"
              className={classes.count}
              aria-pressed={each === fate}
              data-warns={(!fine && ledger[each].length > 0 && !(each === 'unexpected' && isHarmless)) || undefined}
              onClick={() => setChosen(each)}
            >
              <b>{exactText(ledger[each].length)}</b> {label}
            </button>
          </li>
        ))}
      </Stack>
      <Note>{FATES.find((each) => each.fate === fate)?.sentence}</Note>
      {fate === 'wrongShape' && <Suggestions ledger={ledger} />}
      {ledger[fate].length > 8 && (
        <TextInput
          aria-label="Filter the tensors"
          placeholder="Filter: layer3 conv2, 216×1"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {rows.length > 0 && (
        <DataTable
          wraps
          label="Tensors"
          align="words"
          columns={['Tensor', 'Shape', ...(noted ? ['Remark'] : [])]}
          className={classes.rows}
        >
          {rows.slice(0, SHOWN).map(({ key, name, shape, path, note }) => (
            <tr key={key}>
              <th scope="row">
                {path ? (
                  <LinkButton onClick={() => app.session.goTo(architecture, path)}>
                    <code>{key}</code>
                  </LinkButton>
                ) : (
                  <code>{shownName(key)}</code>
                )}
                {name && name !== key && (
                  <Text tone="ink-3">
                    <code>{shownName(name)}</code>
                  </Text>
                )}
              </th>
              <td>{shape.length === 0 ? 'scalar' : shape.join('×')}</td>
              {noted && <td>{note}</td>}
            </tr>
          ))}
        </DataTable>
      )}
      {rows.length > SHOWN && <Note>{exactText(rows.length - SHOWN)} more; the filter finds them.</Note>}
      {rows.length === 0 && ledger[fate].length > 0 && <Note>None of them matches the filter.</Note>}
    </Stack>
  );
}

/** The changes of the design under which tensors of the wrong shape would fit, each to be made with one click. */
function Suggestions({ ledger }: { ledger: Ledger }) {
  const app = useApp();
  return suggestionsOf(ledger).map(({ text, field, value, count }) => (
    <Note key={text}>
      With <code>{text}</code> {count === 1 ? 'one of them' : `${count} of them`} would fit.{' '}
      <Button onClick={() => app.document.setDesign(withValue(app.document.getState().design, field, value))}>
        Set {text}
      </Button>
    </Note>
  ));
}
