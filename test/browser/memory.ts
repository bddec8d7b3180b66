import type { CDPSession, Page } from '@playwright/test';
import { inSession } from './inSession';

/** What a page and its session worker hold. */
export interface Held {
  /** Used JavaScript heap after a collection, page and workers together, in bytes. */
  readonly heap: number;
  /** WASM memory of the session worker, in bytes; it never shrinks. */
  readonly wasm: number;
  /** GPU buffers that were created and neither destroyed nor collected with their device; and their bytes. */
  readonly buffers: number;
  readonly bufferBytes: number;
}

/** Counts what the session workers of a page hold that start from now on. No other may be there. */
export async function countMemory(page: Page): Promise<() => Promise<Held>> {
  await inSession(page, watchMemory, () => null);
  const heap = await heapCounter(await page.context().newCDPSession(page));
  return async () => {
    const living = page.workers().filter((worker) => worker.url().includes('session.worker'));
    const counted = await Promise.all(living.map((worker) => worker.evaluate(() => globalThis.held())));
    const sum = (of: (one: Omit<Held, 'heap'>) => number) => counted.reduce((total, one) => total + of(one), 0);
    return {
      heap: await heap(),
      wasm: sum(({ wasm }) => wasm),
      buffers: sum(({ buffers }) => buffers),
      bufferBytes: sum(({ bufferBytes }) => bufferBytes),
    };
  };
}

declare global {
  /** In a watched session worker: what it holds now. */
  var held: () => Omit<Held, 'heap'>;
}

/** Runs in the worker: counts memories and buffers where they are made. */
function watchMemory(): void {
  const memories: WebAssembly.Memory[] = [];
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, args) {
      const memory = Reflect.construct(target, args) as WebAssembly.Memory;
      memories.push(memory);
      return memory;
    },
  });
  const live = new Map<GPUBuffer, number>();
  if ('GPUDevice' in globalThis) {
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      live.set(buffer, descriptor.size);
      return buffer;
    };
    const { destroy } = GPUBuffer.prototype;
    GPUBuffer.prototype.destroy = function () {
      live.delete(this);
      return destroy.call(this);
    };
  }
  globalThis.held = () => ({
    wasm: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
    buffers: live.size,
    bufferBytes: [...live.values()].reduce((sum, bytes) => sum + bytes, 0),
  });
}

/** What a page holds: its heap with its workers' in bytes, its DOM nodes and its event listeners, after a collection. */
export interface PageHeld {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Counts what a page holds, workers included that start from now on. */
export async function heldByPage(page: Page): Promise<() => Promise<PageHeld>> {
  const session = await page.context().newCDPSession(page);
  const heap = await heapCounter(session);
  await session.send('Performance.enable');
  return async () => {
    const used = await heap();
    const { metrics } = await session.send('Performance.getMetrics');
    const counted = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { heap: used, nodes: counted('Nodes'), listeners: counted('JSEventListeners') };
  };
}

/** The used heap of a page and of its dedicated workers, collected first, through Chromium's debugger. */
async function heapCounter(page: CDPSession): Promise<() => Promise<number>> {
  const workers = new Set<string>();
  const answers = new Map<number, (result: { usedSize?: number }) => void>();
  let asked = 0;
  page.on('Target.attachedToTarget', ({ sessionId }) => workers.add(sessionId));
  page.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  page.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    answers.get(id)?.(result ?? {});
    answers.delete(id);
  });
  await page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });

  const ask = (sessionId: string, method: string) =>
    new Promise<{ usedSize?: number }>((resolve, reject) => {
      const id = ++asked;
      answers.set(id, resolve);
      page.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) }).catch(reject);
    });
  return async () => {
    await page.send('HeapProfiler.collectGarbage');
    const { usedSize } = await page.send('Runtime.getHeapUsage');
    const others = await Promise.all(
      Array.from(workers, async (sessionId) => {
        await ask(sessionId, 'HeapProfiler.collectGarbage');
        return (await ask(sessionId, 'Runtime.getHeapUsage')).usedSize ?? 0;
      }),
    );
    return others.reduce((sum, size) => sum + size, usedSize);
  };
}
