import type { Ledger } from '../../state/files/checkpoint';
import { holdersText, NO_NUMBERS, nonFiniteText } from '../../tensor/nonFinite';
import { Note } from '../kit/Note';

/** Tensors named; the rest are counted. */
const NAMED = 8;

/** Which loaded tensors hold NaN or infinite values, and what follows from that. */
export function NonFiniteNote({ ledger: { loaded } }: { ledger: Ledger }) {
  const rows = loaded.flatMap(({ key, nonFinite }) => (nonFinite ? [{ key, nonFinite }] : []));
  if (rows.length === 0) return null;
  return (
    <Note as="section" tone="warn" aria-label="No numbers">
      <p>
        <strong>{holdersText(rows.length)}.</strong> {NO_NUMBERS}
      </p>
      <ul>
        {rows.slice(0, NAMED).map(({ key, nonFinite }) => (
          <li key={key}>
            <code>{key}</code> {nonFiniteText(nonFinite)}
          </li>
        ))}
      </ul>
      {rows.length > NAMED && <p>And {rows.length - NAMED} more, remarked in the table.</p>}
    </Note>
  );
}
