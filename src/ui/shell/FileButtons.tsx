import { ActionIcon, FileButton, Tooltip } from '@mantine/core';
import { Suspense, useState } from 'react';
import { OpenIcon, SaveIcon } from '../kit/icons';
import { ACCEPTED, openFile } from './openFile';
import { ExportDialog } from './rooms';

/** The way in and out for files: Open…, and everything that can be exported. */
export function FileButtons() {
  const [exporting, setExporting] = useState(false);
  return (
    <>
      <FileButton accept={ACCEPTED} onChange={(file) => file && openFile(file)}>
        {(props) => (
          <Tooltip label="Open a checkpoint or a video, or drop it anywhere">
            <ActionIcon {...props} aria-label="Open…">
              <OpenIcon />
            </ActionIcon>
          </Tooltip>
        )}
      </FileButton>
      <Tooltip label="Export: ONNX, weights, source">
        <ActionIcon aria-label="Export…" onClick={() => setExporting(true)}>
          <SaveIcon />
        </ActionIcon>
      </Tooltip>
      {exporting && (
        <Suspense fallback={null}>
          <ExportDialog onClose={() => setExporting(false)} />
        </Suspense>
      )}
    </>
  );
}
