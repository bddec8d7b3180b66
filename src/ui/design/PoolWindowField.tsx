import { withValue } from '../../design/finding';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { TextField } from '../kit/TextField';
import { Field } from './Field';

const FIELD = 'head.pool_window';

/** What the head pools at once, set by hand: `4, 1, 1`; empty for the whole map. */
export function PoolWindowField() {
  const app = useApp();
  const window = useDocument(({ design }) => design.head?.pool_window ?? null);
  const change = (text: string) => {
    const sizes = text.split(/[\s,×x]+/).filter(Boolean);
    const value = sizes.length > 0 ? sizes.map(Number) : null;
    app.document.setDesign(withValue(app.document.getState().design, FIELD, value));
  };
  return (
    <Field
      field={FIELD}
      showsQuirk={window !== null}
      control={({ label }) => (
        <TextField label={label} value={window?.join(', ') ?? ''} placeholder="Whole map" onCommit={change} />
      )}
    />
  );
}
