import { useEffect, useRef, useState } from 'react';
import { type ExportRequest, type ExportStep, exporterOf } from '../../state/files/exporter';
import { amountText } from '../../text/numberText';
import { sentenceOf } from '../../text/sentence';
import { useApp } from '../app/useApp';
import { download } from '../kit/download';

/** One export at a time: what it is at, what went wrong with the last one, how to start and stop it. */
export interface Saving {
  readonly step: ExportStep | null;
  readonly fault: string | null;
  save(request: ExportRequest): void;
  cancel(): void;
}

/** Writes a file in the studio worker and hands it to the person. Closing the dialog stops it. */
export function useSaving(): Saving {
  const app = useApp();
  const exporter = exporterOf(app);
  const [step, setStep] = useState<ExportStep | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const save = async (request: ExportRequest) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setFault(null);
    setStep('weights');
    try {
      const { name, content } = await exporter.file(request, { signal: controller.signal, onProgress: setStep });
      download(name, content);
      app.notices.notify(`${name} is saved, ${amountText(content.size, 'B')}.`);
    } catch (error) {
      if (!controller.signal.aborted) setFault(sentenceOf(error));
    } finally {
      if (running.current === controller) setStep(null);
    }
  };
  return { step, fault, save: (request) => void save(request), cancel: () => running.current?.abort() };
}
