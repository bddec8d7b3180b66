import type { Container } from './container';
import { framesToDecode } from './frameIndex';
import { containerFacts, type VideoSource } from './source';
import { VideoError } from './videoError';

/**
 * Frames of a file through WebCodecs, each exactly the one that is shown at its time. Decoding starts at the key frame
 * before the first wanted frame of a group and ends with the last wanted one; nothing else is decoded or kept.
 */
export function decoderSource(container: Container, explain: (error: unknown, name: string) => unknown): VideoSource {
  const { index, name } = container;
  let decoded = 0;
  return {
    facts: containerFacts(container, 'webcodecs'),
    async *frames(indices, signal) {
      const samples = container.samples(indices.map((i) => index.times[i] as number));
      const stop = () => void samples.return();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        signal?.throwIfAborted();
        let next = 0;
        for await (const sample of samples) {
          const at = indices[next++] as number;
          if (!sample) throw missing(container, at);
          if (signal?.aborted) sample.close();
          signal?.throwIfAborted();
          yield {
            index: at,
            time: index.times[at] as number,
            width: sample.displayWidth,
            height: sample.displayHeight,
            draw: (context, from, to) =>
              sample.draw(context, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height),
            close: () => sample.close(),
          };
        }
        signal?.throwIfAborted();
        decoded += framesToDecode(index, indices);
      } catch (error) {
        throw explain(error, name);
      } finally {
        signal?.removeEventListener('abort', stop);
        stop();
      }
    },
    framesToDecode: (indices) => framesToDecode(index, indices),
    reads: () => ({ bytes: container.bytesRead(), frames: decoded }),
    close: container.close,
  };
}

function missing({ name, short }: Container, index: number): VideoError {
  return new VideoError('damaged', {
    what: short
      ? `The file was cut short, and this frame is in what is missing: it has ${short.has} of the ${short.claims} bytes it speaks of.`
      : 'The decoder gave no picture for this frame.',
    where: `${name}, frame ${index}`,
    remedy: short
      ? 'Copy or download it again, or choose earlier frames.'
      : 'The file seems damaged there: choose other frames, or convert the file.',
  });
}
