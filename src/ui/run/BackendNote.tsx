import type { RunReport } from '../../state/run/runStore';
import { chosenSetup } from '../../state/timing/deviceChoices';
import { thisDevice } from '../../state/timing/thisDevice';
import { countText } from '../../text/numberText';
import { useDeviceChoices } from '../app/useDeviceChoices';
import { useRun } from '../app/useStudio';
import { Note } from '../kit/Note';

/** Which backend runs, on what, and why not the other; before the first run, which one will. */
export function BackendNote() {
  const backend = useRun(({ report, camera, settings }) =>
    settings.input.kind === 'camera' ? (camera?.result?.backend ?? null) : (report?.backend ?? null),
  );
  return <Note>{backend ? <Ran backend={backend} /> : <WillRun />}</Note>;
}

function Ran({ backend: { adapter, threads, whyNotWebGpu } }: { backend: RunReport['backend'] }) {
  return (
    <>
      Ran on <strong>{adapter === null ? 'WASM' : 'WebGPU'}</strong>, {adapter ?? countText(threads, 'thread')}.{' '}
      {whyNotWebGpu}
    </>
  );
}

function WillRun() {
  const capabilities = useRun((run) => run.capabilities);
  const provider = useRun(({ settings }) => settings.provider);
  const chosen = useDeviceChoices(
    (choices) => capabilities && chosenSetup(choices, thisDevice(capabilities, 'wasm'), 'wasm').threads,
  );
  // A line from the beginning: what is below must not move.
  if (!capabilities) return <>Looking at what this browser can run on.</>;
  const { webgpu, threads, isolated } = capabilities;
  const onWebGpu = webgpu.available && (provider === 'webgpu' || (provider === 'auto' && !webgpu.fallback));
  if (onWebGpu) {
    return (
      <>
        Will run on <strong>WebGPU</strong>, {webgpu.description || `${webgpu.vendor} ${webgpu.architecture}`}, once a
        tiny network agrees with WASM there.
      </>
    );
  }
  const why = webgpu.available ? 'The only WebGPU adapter here is emulated on the CPU.' : webgpu.reason;
  return (
    <>
      Will run on <strong>WASM</strong>, {countText(chosen ?? threads, 'thread')}
      {chosen !== null && `, measured faster here than ${threads}`}
      {isolated ? '' : ' (the page is not isolated)'}. {provider !== 'wasm' && why}
    </>
  );
}
