import { Select, Switch } from '@mantine/core';
import type { NormCfg, NormType } from '../../design/design';
import { edit } from '../../state/document';
import { NumberField } from '../kit/NumberField';
import { useDocument } from '../kit/useStudio';
import { ConfigRow } from './ConfigRow';
import { Field } from './Field';

const TYPES: readonly { readonly value: NormType | 'none'; readonly label: string }[] = [
  { value: 'BN3d', label: 'Batch norm' },
  { value: 'SyncBN', label: 'Batch norm, synced' },
  { value: 'GN', label: 'Group norm' },
  { value: 'IN3d', label: 'Instance norm' },
  { value: 'none', label: 'None' },
];

/** A group count that divides every width the reference can have: they are multiples of 8. */
const START_GROUPS = 8;

/** The normalisation layers: their kind, and the arguments that kind takes. */
export function NormField() {
  const norm_cfg = useDocument(({ design }) => design.reference.norm_cfg);
  return (
    <Field
      field="reference.norm_cfg"
      control={({ label }) => (
        <Select
          aria-label={label}
          w={132}
          value={norm_cfg?.type ?? 'none'}
          data={[...TYPES]}
          onChange={(chosen) => {
            const type = TYPES.find(({ value }) => value === chosen)?.value;
            if (type) edit({ reference: { norm_cfg: type === 'none' ? null : freshNorm(type) } });
          }}
        />
      )}
    >
      {norm_cfg && <NormArguments norm={norm_cfg} />}
    </Field>
  );
}

function freshNorm(type: NormType): NormCfg {
  return { type, requires_grad: true, ...(type === 'GN' && { num_groups: START_GROUPS }) };
}

/** PyTorch's defaults: batch norm is affine and keeps statistics, instance norm neither. */
function NormArguments({ norm }: { norm: NormCfg }) {
  const change = (patch: Partial<NormCfg>) => edit({ reference: { norm_cfg: { ...norm, ...patch } } });
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
