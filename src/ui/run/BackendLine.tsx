import { useLive } from '../kit/useStudio';
import classes from './column.module.css';

/** Which backend runs, on what, and why not the other; before the first run, which one will. */
export function BackendLine() {
  const backend = useLive(({ report }) => report?.backend ?? null);
  const capabilities = useLive((live) => live.capabilities);
  const provider = useLive(({ settings }) => settings.provider);
  if (backend) {
    const { threads, adapter, whyNotWebGpu } = backend;
    return (
      <p className={classes.note} role="status">
        <strong>{adapter === null ? 'Ran on WASM' : 'Ran on WebGPU'}</strong>
        {adapter === null ? `, ${threadsText(threads)}` : `, ${adapter}`}. {whyNotWebGpu}
      </p>
    );
  }
  if (!capabilities) return null;
  const { webgpu, threads, isolated } = capabilities;
  if (webgpu.available && provider !== 'wasm' && !(provider === 'auto' && webgpu.fallback)) {
    return (
      <p className={classes.note}>
        Will run on <strong>WebGPU</strong>, {webgpu.description || `${webgpu.vendor} ${webgpu.architecture}`}, once a
        small network agrees with WASM there.
      </p>
    );
  }
  return (
    <p className={classes.note}>
      Will run on <strong>WASM</strong>, {threadsText(threads)}.{' '}
      {!isolated && 'The page is not isolated, so there are no more. '}
      {provider !== 'wasm' && !webgpu.available && webgpu.reason}
      {provider === 'auto' && webgpu.available && 'The only WebGPU adapter here is emulated on the CPU.'}
    </p>
  );
}

function threadsText(threads: number): string {
  return threads === 1 ? '1 thread' : `${threads} threads`;
}
