import { useRef } from 'react';
import type { App } from '../../state/app';
import { imageFolder } from '../../state/run/imageFolder';
import { openArray } from '../../state/run/openArray';
import { isOwnInput, type OwnInput, ownInputName, sameOwnInput } from '../../state/run/openedInputs';
import { openInput } from '../../state/run/openInput';
import { runServiceOf } from '../../state/run/runService';
import { type Input, SAMPLES } from '../../state/run/runStore';
import { harmless } from '../../text/harmless';
import { sentenceOf } from '../../text/sentence';
import { useApp } from '../app/useApp';
import { useOpenedInputs, useRun } from '../app/useStudio';
import { VIDEO_FILES } from '../kit/askForFiles';
import { Button } from '../kit/controls/Button';
import { FileInput } from '../kit/controls/FileInput';
import { Menu, MenuItem } from '../kit/controls/Menu';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { ChevronDown } from '../kit/icons';
import { Stack } from '../kit/Stack';
import { useTakesVideo } from './useTakesVideo';

/** What the control always chooses between; files and folders of one's own stand beside it until they are closed. */
const CHOSEN: ReadonlyMap<string, Input> = new Map(
  Object.entries<Input>({
    ...Object.fromEntries(SAMPLES.map(({ name }) => [name, { kind: 'sample', name }])),
    camera: { kind: 'camera' },
    noise: { kind: 'noise', seed: 0 },
  }),
);

/** Where the clips come from: a sample, a video or a folder of images of one's own, the camera, or noise. */
export function ClipChoice() {
  const app = useApp();
  const runService = runServiceOf(app);
  const input = useRun(({ settings }) => settings.input);
  const takesVideo = useTakesVideo();
  const own = useOpenedInputs();
  const at = isOwnInput(input) ? own.findIndex((other) => sameOwnInput(other, input)) : -1;
  // One on its way is not on the list yet.
  const listed = isOwnInput(input) && at < 0 ? [...own, input] : own;
  return (
    <Stack row gap="half">
      <SegmentedControl
        aria-label="Clip"
        value={
          input.kind === 'sample' ? input.name : isOwnInput(input) ? ownValue(at < 0 ? own.length : at) : input.kind
        }
        data={[
          ...SAMPLES.map(({ name, label }) => ({ value: name, label, disabled: !takesVideo })),
          ...listed.map((each, index) => ({
            value: ownValue(index),
            label: <span title={ownInputName(each)}>{harmless(ownInputName(each), NAME_LENGTH)}</span>,
            disabled: !takesVideo && each.kind !== 'array',
          })),
          { value: 'camera', label: 'Camera', disabled: !takesVideo },
          { value: 'noise', label: 'Noise' },
        ]}
        onChange={(chosen) => {
          const input = CHOSEN.get(chosen) ?? listed.find((_, index) => ownValue(index) === chosen);
          if (input) void runService.configure({ input });
        }}
      />
      {isOwnInput(input) && at >= 0 && (
        <Button variant="subtle" color="gray" onClick={() => close(app, input)}>
          Close {harmless(ownInputName(input), NAME_LENGTH)}
        </Button>
      )}
      <OpenClip takesVideo={takesVideo} />
    </Stack>
  );
}

/** A video or a folder of one's own. Dropping them on the page does the same. */
function OpenClip({ takesVideo }: { takesVideo: boolean }) {
  const app = useApp();
  const video = useRef<HTMLInputElement>(null);
  const array = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu
        button={(button) => (
          <Button {...button} rightSection={<ChevronDown />}>
            Open
          </Button>
        )}
      >
        <MenuItem disabled={!takesVideo} onClick={() => video.current?.click()}>
          Video…
        </MenuItem>
        <MenuItem disabled={!takesVideo} onClick={() => folder.current?.click()}>
          Folder of images…
        </MenuItem>
        <MenuItem onClick={() => array.current?.click()}>NumPy array…</MenuItem>
      </Menu>
      <FileInput
        ref={video}
        accept={VIDEO_FILES}
        onFiles={([file]) => file && void openInput(app, { kind: 'file', file })}
      />
      <FileInput ref={array} accept=".npy" onFiles={([file]) => file && void openArray(app, file)} />
      <FileInput
        ref={folder}
        multiple
        {...{ webkitdirectory: '' }}
        onFiles={(files) => {
          const [name] = files[0]?.webkitRelativePath.split('/') ?? [];
          const found = files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
          try {
            void openInput(app, { kind: 'images', folder: imageFolder(found, name || 'Images') });
          } catch (error) {
            app.notices.notify(sentenceOf(error));
          }
        }}
      />
    </>
  );
}

/** The control's value for an input of one's own, by its place in the list. */
function ownValue(index: number): string {
  return `own ${index}`;
}

/** Takes an input off the list; runs go on with the first sample. */
function close(app: App, input: OwnInput): void {
  const runService = runServiceOf(app);
  app.openedInputs.unlist(input);
  const [sample] = SAMPLES;
  if (sample) void runService.configure({ input: { kind: 'sample', name: sample.name } });
}

/** Long enough to know one's own file by; the line under the frames has the whole name. */
const NAME_LENGTH = 16;
