import { PRESETS } from '../../design/presets';
import { isLegal } from '../../state/document/derived';
import { suggestedName } from '../../state/document/designName';
import { useApp } from '../app/useApp';
import { useSnapshots } from '../app/useStudio';
import { Choice } from '../kit/Choice';

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
    <Choice
      label={label}
      hidden
      value=""
      options={[
        { value: '', label: pinned ?? `${label}…` },
        { value: 'current', label: 'The design as it is now' },
        ...PRESETS.map(({ name, label }) => ({ value: `preset ${name}`, label, group: 'Presets' })),
        ...snapshots.map(({ id, name }) => ({ value: `snapshot ${id}`, label: name, group: 'Snapshots' })),
      ]}
      onChange={choose}
    />
  );
}
