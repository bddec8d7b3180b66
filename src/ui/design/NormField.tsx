import { NORM_TYPES, normOfType } from '../../design/changes';
import type { NormCfg, NormType } from '../../design/design';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Switch } from '../kit/controls/Switch';
import { NumberField } from '../kit/NumberField';
import { ConfigRow } from './ConfigRow';
import { Field } from './Field';

const NAMES: Readonly<Record<NormType | 'none', string>> = {
  BN3d: 'Batch norm',
  SyncBN: 'Batch norm, synced',
  GN: 'Group norm',
  IN3d: 'Instance norm',
  none: 'None',
};

/** The normalisation layers: their kind, and the arguments that kind takes. */
export function NormField() {
  const app = useApp();
  const norm_cfg = useDocument(({ design }) => design.reference.norm_cfg);
  return (
    <Field
      field="reference.norm_cfg"
      control={({ label }) => (
        <Choice
          label={label}
          hidden
          value={norm_cfg?.type ?? 'none'}
          options={NORM_TYPES.map((value) => ({ value, label: NAMES[value] }))}
          onChange={(type) => app.document.edit({ reference: { norm_cfg: normOfType(type) } })}
        />
      )}
    >
      {norm_cfg && <NormArguments norm={norm_cfg} />}
    </Field>
  );
}

/** PyTorch's defaults: batch norm is affine and keeps statistics, instance norm neither. */
function NormArguments({ norm }: { norm: NormCfg }) {
  const app = useApp();
  const change = (patch: Partial<NormCfg>) => app.document.edit({ reference: { norm_cfg: { ...norm, ...patch } } });
  const batch = norm.type === 'BN3d' || norm.type === 'SyncBN';
  return (
    <>
      {norm.type === 'GN' && (
        <ConfigRow name="num_groups">
          <NumberField
            label="num_groups"
            value={norm.num_groups ?? 0}
            step={1}
            min={1}
            onCommit={(num_groups) => change({ num_groups })}
          />
        </ConfigRow>
      )}
      <ConfigRow name="eps">
        <NumberField label="eps" value={norm.eps ?? 1e-5} step={1e-5} onCommit={(eps) => change({ eps })} />
      </ConfigRow>
      {norm.type !== 'GN' && (
        <>
          <ConfigRow name="momentum">
            <NumberField
              label="momentum"
              value={norm.momentum ?? 0.1}
              step={0.01}
              onCommit={(momentum) => change({ momentum })}
            />
          </ConfigRow>
          <ConfigRow name="affine">
            <Switch
              aria-label="affine"
              checked={norm.affine ?? batch}
              onChange={(event) => change({ affine: event.currentTarget.checked })}
            />
          </ConfigRow>
          <ConfigRow name="track_running_stats">
            <Switch
              aria-label="track_running_stats"
              checked={norm.track_running_stats ?? batch}
              onChange={(event) => change({ track_running_stats: event.currentTarget.checked })}
            />
          </ConfigRow>
        </>
      )}
      <ConfigRow name="requires_grad">
        <Switch
          aria-label="requires_grad"
          checked={norm.requires_grad ?? true}
          onChange={(event) => change({ requires_grad: event.currentTarget.checked })}
        />
      </ConfigRow>
    </>
  );
}
