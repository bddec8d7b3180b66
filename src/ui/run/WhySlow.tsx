import { useMemo } from 'react';
import { labelOf } from '../../diagram/looks';
import { costsOf, totalsOf } from '../../state/document/derived';
import type { LayersReport } from '../../state/timing/measurements';
import { shareText } from '../../text/numberText';
import { whySlow } from '../../timing/whySlow';
import { useArchitecture, useMeasurements, useRun } from '../app/useStudio';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { MeasureLayers } from './LayerTimes';
import classes from './Timing.module.css';
import { useCurrentLayers } from './useCurrentLayers';

/** Answers to "why is it slow", each with its part of the run where one can be given. */
export function WhySlow() {
  const report = useCurrentLayers();
  return (
    <Stack gap="1h">
      <Stack row gap="half 1">
        <MeasureLayers again={report !== null} />
      </Stack>
      {report ? (
        <Reasons report={report} />
      ) : (
        <Note>
          Once the layers are timed: what the time goes into, from the backend to single layers, in sentences.
        </Note>
      )}
    </Stack>
  );
}

function Reasons({ report }: { report: LayersReport }) {
  const architecture = useArchitecture();
  const capabilities = useRun((run) => run.capabilities);
  const device = useMeasurements(({ devices }) => devices[report.backend.provider] ?? null);
  const copies = useMeasurements(({ runs }) =>
    runs?.backend.provider === report.backend.provider ? runs.copies : null,
  );
  const reasons = useMemo(() => {
    const costs = costsOf(architecture);
    const { provider, threads, whyNotWebGpu } = report.backend;
    const { webgpu } = capabilities ?? {};
    return whySlow({
      provider,
      threads,
      whyNotWebGpu,
      isolated: capabilities?.isolated ?? false,
      emulated: webgpu?.available === true && webgpu.fallback,
      times: report.times,
      macs: { network: totalsOf(architecture).macs / architecture.design.clip.n, lowered: report.loweredMacs },
      device,
      copies,
      layers: architecture.layers.map((layer) => ({
        path: layer.path,
        kind: labelOf(layer),
        macs: (costs.get(layer.path)?.macs ?? 0) / architecture.design.clip.n,
      })),
    });
  }, [architecture, report, capabilities, device, copies]);
  return (
    <Stack as="ul" aria-label="Why it is slow">
      {reasons.map(({ title, sentence, share }) => (
        <li key={title} className={classes.reason}>
          <b>{share === null ? '' : shareText(share)}</b>
          <span>
            <strong>{title}.</strong> {sentence}
          </span>
        </li>
      ))}
    </Stack>
  );
}
