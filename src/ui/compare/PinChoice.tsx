import { PRESETS } from '../../design/presets';
import { isLegal } from '../../state/document/derived';
import { suggestedName } from '../../state/document/designName';
import { useApp } from '../app/useApp';
import { useSnapshots } from '../app/useStudio';
import classes from './Compare.module.css';

/** What one may compare with: the design as it is now, presets, snapshots. */
export function PinChoice({ label, pinned }: { label: string; pinned?: string }) {
  const app = useApp();
  const snapshots = useSnapshots().filter(({ design }) => isLegal(design));
  const choose = (value: string) => {
    const preset = PRESETS.find(({ name }) => value === `preset ${name}`);
    const snapshot = snapshots.find(({ id }) => value === `snapshot ${id}`);
    if (preset) app.comparison.pin({ title: preset.label, design: preset.design, preset: preset.name });
    else if (snapshot) app.comparison.pin({ title: snapshot.name, design: snapshot.design, preset: snapshot.preset });
    else if (value === 'current') app.comparison.pinCurrent(suggestedName(app.document.getState()));
  };
  return (
    <select
      className={classes.choice}
      aria-label={label}
      value=""
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{pinned ?? `${label}…`}</option>
      <option value="current">The design as it is now</option>
      <optgroup label="Presets">
        {PRESETS.map(({ name, label: title }) => (
          <option key={name} value={`preset ${name}`}>
            {title}
          </option>
        ))}
      </optgroup>
      {snapshots.length > 0 && (
        <optgroup label="Snapshots">
          {snapshots.map(({ id, name }) => (
            <option key={id} value={`snapshot ${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}
